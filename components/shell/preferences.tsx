"use client";

import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { Button, IconButton } from "../ui/button";
import { Menu, MenuRadioGroup } from "../ui/menu";
import { type Preferences, type Theme, usePreferences } from "./use-preferences";

export const LANGUAGE_NAMES: Record<Locale, string> = { en: "English", de: "Deutsch" };

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const THEMES = ["system", "light", "dark"] as const satisfies readonly Theme[];

/** @param save keeps the choice with the account; absent where nobody is signed in */
export function LanguageMenu({ compact = false, save }: { compact?: boolean; save?: Preferences["save"] }) {
  const t = useTranslations("shell");
  const locale = useLocale() as Locale;
  const { setLocale } = usePreferences(save);
  return (
    <Menu
      label={t("language")}
      trigger={
        compact ? (
          <IconButton label={t("language")}>
            <Languages aria-hidden />
          </IconButton>
        ) : (
          <Button variant="ghost">
            <Languages aria-hidden />
            {LANGUAGE_NAMES[locale]}
          </Button>
        )
      }
    >
      <MenuRadioGroup
        value={locale}
        onChange={setLocale}
        options={LOCALES.map((value) => ({
          value,
          label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
        }))}
      />
    </Menu>
  );
}

export function ThemeMenu({ save }: { save?: Preferences["save"] }) {
  const t = useTranslations("shell");
  const { theme, setTheme } = usePreferences(save);
  const Icon = THEME_ICONS[theme];
  return (
    <Menu
      label={t("theme")}
      trigger={
        <IconButton label={t("theme")}>
          <Icon aria-hidden />
        </IconButton>
      }
    >
      <MenuRadioGroup
        value={theme}
        onChange={setTheme}
        options={THEMES.map((value) => {
          const ThemeIcon = THEME_ICONS[value];
          return { value, label: t(`themes.${value}`), icon: <ThemeIcon aria-hidden /> };
        })}
      />
    </Menu>
  );
}
