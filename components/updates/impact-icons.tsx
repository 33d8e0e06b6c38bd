"use client";

import { AppWindow, Bug, Laptop, type LucideIcon, Server, Sparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Impact, impactsOf } from "./impact";

const ICONS: Record<Impact, LucideIcon> = {
  siteServer: Server,
  console: AppWindow,
  client: Laptop,
  newFeatures: Sparkles,
  bugFixes: Bug,
};

/** What a package touches and brings, as small as a table needs it; in words on a card and for screen readers. */
export function ImpactIcons({ impact }: { impact: number }) {
  const t = useTranslations("updatesPage.impact");
  const impacts = impactsOf(impact);
  return (
    <>
      <ul className="flex gap-1.5 max-sm:hidden">
        {impacts.map((name) => {
          const Icon = ICONS[name];
          return (
            <li key={name} title={t(name)}>
              <Icon aria-hidden className="size-4" />
              <span className="sr-only">{t(name)}</span>
            </li>
          );
        })}
      </ul>
      <span className="sm:hidden">{impacts.map((name) => t(name)).join(", ")}</span>
    </>
  );
}
