"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Button } from "./button";
import { cn } from "./cn";

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  children?: ReactNode;
}

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" } as const;

/** A modal dialog: keeps the focus inside, closes on Escape, and gives the focus back to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = "md",
  children,
}: DialogProps) {
  const t = useTranslations("common");
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-black/45" />
        <div className="pointer-events-none fixed inset-0 z-50 flex items-end justify-center p-3 sm:items-center">
          <Radix.Content
            {...(description ? {} : { "aria-describedby": undefined })}
            // The first control is the close button; focused, it would cover the dialog with its tooltip.
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              opener.current = document.activeElement;
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
            }}
            // Radix gives the focus back to its own trigger only; our dialogs are opened by state.
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              if (opener.current instanceof HTMLElement) opener.current.focus();
            }}
            className={cn(
              "pointer-events-auto relative flex max-h-[calc(100dvh-1.5rem)] w-full animate-slide-in flex-col rounded-lg border border-line bg-raised shadow-pop outline-none",
              WIDTHS[size],
            )}
          >
            <div className="px-5 pt-4 pr-12">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            {children ? <div className="min-h-0 overflow-y-auto px-5 pt-3 pb-1">{children}</div> : null}
            {footer ? <div className="flex flex-wrap justify-end gap-2 px-5 pt-4 pb-4">{footer}</div> : null}
            {/* Last in the order of focus: the first is what the dialog is about. */}
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t("close")} className="absolute top-3 right-3">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
