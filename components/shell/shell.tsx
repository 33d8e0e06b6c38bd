"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { AlertRow } from "@/lib/status/model";
import { AlertsBell } from "./alerts-bell";
import { CommandPalette } from "./command-palette";
import { Logo } from "./logo";
import { MobileDrawer } from "./mobile-drawer";
import { NavLinks } from "./nav-links";
import { LanguageMenu, ThemeMenu } from "./preferences";
import { RoleChip } from "./role-chip";
import type { PreferenceChange } from "./use-preferences";
import { type ShownUser, UserMenu } from "./user-menu";

interface ShellProps {
  user: ShownUser;
  /** Null for those who may not see the role. */
  role: RoleStatus | null;
  /** Null for those who may not see alerts. */
  alerts: AlertRow[] | null;
  /** Server action that keeps a choice of language, colours or time zone with the account. */
  savePreferences(change: PreferenceChange): Promise<unknown>;
  children: ReactNode;
}

/** The frame of every page behind the sign-in: navigation at the left, top bar, and the page. */
export function Shell({ user, role, alerts, savePreferences, children }: ShellProps) {
  const t = useTranslations();
  // The cookie has done its work when this fails; the choice then lasts for this browser only.
  const keep = (change: PreferenceChange) => void savePreferences(change).catch(() => {});
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t("shell.skipToContent")}
      </a>
      <aside className="sticky top-0 hidden h-dvh w-64 shrink-0 flex-col gap-5 overflow-y-auto border-line border-r bg-surface px-3 py-3 xl:flex print:hidden">
        <Link
          href="/"
          className="flex items-center gap-2.5 rounded-md px-1 font-semibold text-sm leading-tight"
        >
          <Logo className="size-7 shrink-0" />
          {t("common.productName")}
        </Link>
        <NavLinks />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-14 items-center gap-1.5 border-line border-b bg-canvas/95 px-3 backdrop-blur md:gap-2 md:px-6 print:hidden">
          <MobileDrawer />
          {role ? <RoleChip initial={role} /> : null}
          <div className="ml-auto flex items-center gap-0.5 md:gap-1">
            <CommandPalette />
            {alerts ? <AlertsBell initial={alerts} /> : null}
            <LanguageMenu compact save={keep} />
            <ThemeMenu save={keep} />
            <UserMenu user={user} />
          </div>
        </header>
        <main id="content" tabIndex={-1} className="w-full max-w-350 flex-1 px-4 py-6 outline-none md:px-8">
          {children}
        </main>
      </div>
    </div>
  );
}
