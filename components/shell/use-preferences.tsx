"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { Locale } from "@/lib/i18n/locales";

export type Theme = "system" | "light" | "dark";

/** What a user may choose about the portal's looks. A null gives the choice back to the browser. */
export interface PreferenceChange {
  locale?: Locale;
  theme?: "light" | "dark" | null;
  timeZone?: string;
}

export interface Preferences {
  theme: Theme;
  setTheme(theme: Theme): void;
  setLocale(locale: Locale): void;
  setTimeZone(timeZone: string): void;
  /** Keeps a choice with the account; the cookie keeps it with the browser. */
  save(change: PreferenceChange): void;
}

const ThemeContext = createContext<[Theme, (theme: Theme) => void]>(["system", () => {}]);

/** @param initial from the cookie, read on the server, so that the first paint has the right colours */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  return <ThemeContext value={useState(initial)}>{children}</ThemeContext>;
}

export function usePreferences(save: Preferences["save"] = () => {}): Omit<Preferences, "save"> {
  const router = useRouter();
  const [theme, setThemeState] = useContext(ThemeContext);
  return {
    theme,
    setTheme(next) {
      setThemeState(next);
      if (next === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      remember("scp-theme", next);
      save({ theme: next === "system" ? null : next });
    },
    setLocale(locale) {
      remember("scp-locale", locale);
      save({ locale });
      router.refresh();
    },
    setTimeZone(timeZone) {
      remember("scp-time-zone", timeZone);
      save({ timeZone });
      router.refresh();
    },
  };
}

const YEAR_S = 31_536_000;

/** The server reads these cookies to render in the reader's language, colours and time zone. */
export function remember(name: "scp-theme" | "scp-locale" | "scp-time-zone", value: string): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari of 2024
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}
