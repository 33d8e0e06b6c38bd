"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

const ITEM =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-base outline-none data-[highlighted]:bg-hover data-[disabled]:text-faint [&_svg]:size-4 [&_svg]:shrink-0";

/** A menu below a button; `trigger` is the button. */
export function Menu({
  trigger,
  align = "end",
  label,
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  label?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="popover max-h-[70dvh] min-w-52 overflow-y-auto"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  icon,
  danger = false,
  disabled = false,
  disabledReason,
  asChild = false,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** Why the item cannot be used now. It stays reachable and shows the reason below its words. */
  disabledReason?: ReactNode;
  /** The only child is a link that becomes the item. */
  asChild?: boolean;
  onSelect?: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      aria-disabled={disabledReason ? true : undefined}
      onSelect={(event) => {
        if (disabledReason) event.preventDefault();
        else onSelect?.();
      }}
      className={cn(ITEM, danger && "text-danger", disabledReason && "py-1 text-faint")}
    >
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          {disabledReason ? (
            <span className="max-w-64">
              {children}
              <span className="block text-muted text-xs">{disabledReason}</span>
            </span>
          ) : (
            children
          )}
        </>
      )}
    </Radix.Item>
  );
}

export function MenuCheckboxItem({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange(checked: boolean): void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      // Several columns are switched one after the other; the menu stays.
      onSelect={(event) => event.preventDefault()}
      className={cn(ITEM, "relative pl-8")}
    >
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuRadioGroup<T extends string>({
  value,
  options,
  onChange,
}: {
  value: T;
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[];
  onChange(value: T): void;
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={cn(ITEM, "relative pl-8")}>
          <Radix.ItemIndicator className="absolute left-2">
            <Check aria-hidden />
          </Radix.ItemIndicator>
          {option.icon}
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 font-medium text-faint text-xs">{children}</Radix.Label>
);

export const MenuSeparator = () => <Radix.Separator className="my-1 h-px bg-line" />;
