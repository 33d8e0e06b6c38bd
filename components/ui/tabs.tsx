"use client";

import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";

export interface Tab {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

/** Tabs in one page; `value`/`onChange` make them controlled, e.g. by the address. */
export function Tabs({
  tabs,
  label,
  value,
  onChange,
}: {
  tabs: readonly Tab[];
  /** Name of the tab list for assistive technology. */
  label: string;
  value?: string;
  onChange?(id: string): void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a small screen the tab that the address names may lie beside the window.
    const active = list.current?.querySelector<HTMLElement>('[data-state="active"]');
    if (list.current && active) list.current.scrollLeft = active.offsetLeft - list.current.offsetLeft;
  }, []);
  return (
    <Radix.Root
      {...(value === undefined ? { defaultValue: tabs[0]?.id } : { value })}
      onValueChange={onChange}
      activationMode="manual"
    >
      <Radix.List
        ref={list}
        aria-label={label}
        className="-mx-1 mb-4 flex gap-1 overflow-x-auto border-line border-b px-1"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px inline-flex h-9 shrink-0 items-center gap-2 border-transparent border-b-2 px-3 font-medium text-muted hover:text-ink focus-visible:outline-offset-[-2px] data-[state=active]:border-accent data-[state=active]:text-accent-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
