"use client";

import { useTranslations } from "next-intl";
import { Logo } from "../shell/logo";
import { LanguageMenu, ThemeMenu } from "../shell/preferences";
import { SetupWizard } from "./setup-wizard";

/** The page of Setup: nothing of the portal is around it, because there is nothing yet to go to. */
export function Setup() {
  const t = useTranslations();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between gap-3 p-3 sm:px-6">
        <div className="flex min-w-0 items-center gap-3">
          <Logo className="size-9 shrink-0" />
          <p className="font-semibold max-sm:sr-only">{t("common.productName")}</p>
        </div>
        <div className="flex shrink-0 gap-1">
          <LanguageMenu />
          <ThemeMenu />
        </div>
      </header>
      <main className="mx-auto w-full max-w-5xl flex-1 px-4 pt-2 pb-16 sm:px-6">
        <h1 className="font-semibold text-2xl">{t("setup.title")}</h1>
        <p className="mt-1 mb-5 max-w-prose text-muted">{t("setup.intro")}</p>
        <SetupWizard />
      </main>
    </div>
  );
}
