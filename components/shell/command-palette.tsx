"use client";

import { Search, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { useCan } from "./access";
import { visibleNavigation } from "./navigation";

/** Ctrl-K or ⌘-K: go anywhere by typing part of its name. */
export function CommandPalette() {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button
          aria-keyshortcuts="Control+K Meta+K"
          className="w-52 justify-start border-line font-normal text-muted max-md:hidden"
        >
          <Search aria-hidden />
          {t("goTo")}
          <kbd aria-hidden className="ml-auto font-sans text-faint text-xs">
            {t("goToKeys")}
          </kbd>
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[min(34rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised shadow-pop"
        >
          <Dialog.Title className="sr-only">{t("goTo")}</Dialog.Title>
          <Choices onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices({ onDone }: { onDone(): void }) {
  const t = useTranslations("shell");
  const can = useCan();
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState("");
  const [selected, setSelected] = useState(0);
  const places = [
    ...visibleNavigation(can).flatMap((group) =>
      group.items.map(({ href, label, icon }) => ({ href, icon, name: t(`nav.${label}`) })),
    ),
    { href: "/account", icon: UserRound, name: t("account") },
  ].filter((place) => place.name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
  const index = Math.min(selected, places.length - 1);

  const go = (href: string | undefined) => {
    if (!href) return;
    onDone();
    router.push(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && places.length > 0) {
      event.preventDefault();
      setSelected((index + step + places.length) % places.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(places[index]?.href);
    }
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 text-faint" />
        <input
          role="combobox"
          aria-label={t("goTo")}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={places.length > 0 ? `${id}-${index}` : undefined}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={t("goToHint")}
          className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-faint"
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t("goTo")} className="max-h-80 overflow-y-auto p-2">
        {places.map((place, position) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's, which owns the focus
          <div
            key={place.href}
            id={`${id}-${position}`}
            role="option"
            tabIndex={-1}
            aria-selected={position === index}
            onClick={() => go(place.href)}
            onPointerMove={() => setSelected(position)}
            className={cn(
              "flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3",
              position === index && "bg-accent-soft text-accent-ink",
            )}
          >
            <place.icon aria-hidden className="size-4" />
            {place.name}
          </div>
        ))}
      </div>
      {places.length === 0 ? (
        <p role="status" className="px-5 pb-5 text-muted">
          {t("goToNothing")}
        </p>
      ) : null}
    </>
  );
}
