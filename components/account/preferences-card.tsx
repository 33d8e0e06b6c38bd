"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { LANGUAGE_NAMES } from "../shell/preferences";
import { type PreferenceChange, type Theme, usePreferences } from "../shell/use-preferences";
import { Card } from "../ui/card";
import { SelectField } from "../ui/field";

const THEMES = ["system", "light", "dark"] as const satisfies readonly Theme[];

export function PreferencesCard({ save }: { save(change: PreferenceChange): Promise<unknown> }) {
  const t = useTranslations();
  const locale = useLocale() as Locale;
  const timeZone = useTimeZone() ?? "UTC";
  const { theme, setTheme, setLocale, setTimeZone } = usePreferences((change) => void save(change));
  const zones = useMemo(() => timeZonesWith(timeZone), [timeZone]);
  return (
    <Card title={t("account.preferences.title")}>
      <div className="max-w-sm space-y-4">
        <SelectField
          label={t("account.preferences.language")}
          value={locale}
          onChange={(event) => setLocale(event.target.value as Locale)}
        >
          {LOCALES.map((value) => (
            <option key={value} value={value} lang={value}>
              {LANGUAGE_NAMES[value]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("account.preferences.theme")}
          value={theme}
          onChange={(event) => setTheme(event.target.value as Theme)}
        >
          {THEMES.map((value) => (
            <option key={value} value={value}>
              {t(`shell.themes.${value}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("account.preferences.timeZone")}
          hint={t("account.preferences.timeZoneHint")}
          value={timeZone}
          onChange={(event) => setTimeZone(event.target.value)}
        >
          {zones.map((zone) => (
            // Server and browser may know different sets of zones; the browser's counts.
            <option key={zone} value={zone} suppressHydrationWarning>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </SelectField>
      </div>
    </Card>
  );
}

/** Every zone the runtime knows, UTC, and the chosen one under whatever alias it was chosen. */
const timeZonesWith = (chosen: string): string[] =>
  [...new Set(["UTC", chosen, ...Intl.supportedValuesOf("timeZone")])].sort();
