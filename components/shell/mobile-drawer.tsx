"use client";

import { Menu as MenuIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Button, IconButton } from "../ui/button";
import { Logo } from "./logo";
import { NavLinks } from "./nav-links";

/** The navigation below 768 px. */
export function MobileDrawer() {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <IconButton label={t("shell.openNavigation")} className="xl:hidden">
          <MenuIcon aria-hidden />
        </IconButton>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] animate-slide-left flex-col gap-4 overflow-y-auto border-line border-r bg-raised p-3 shadow-pop"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="flex items-center gap-2.5 px-1 font-semibold">
              <Logo className="size-7" />
              {t("common.productName")}
            </Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t("common.close")}>
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <NavLinks onNavigate={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
