"use client";

import { useFormatter, useTranslations } from "next-intl";
import { StatusBadge } from "../ui/badge";

/** What certificates, tokens and the times in logs bear without harm. */
const HARMLESS_MS = 3_000;

/** Below, it is the measuring that is inexact. */
const EXACT_MS = 100;

/** How far the clock of a server's machine is from the database's, with a warning when it is too far. */
export function ClockSkew({ ms }: { ms: number | null }) {
  const t = useTranslations("serversPage.clock");
  const format = useFormatter();
  if (ms === null) return t("unknown");
  if (Math.abs(ms) < EXACT_MS) return t("exact");
  const seconds = format.number(Math.abs(ms) / 1_000, { maximumFractionDigits: 1 });
  const text = t(ms < 0 ? "behind" : "ahead", { seconds });
  if (Math.abs(ms) <= HARMLESS_MS) return text;
  return (
    <span className="space-y-1">
      <StatusBadge tone="warning">{text}</StatusBadge>
      <span className="block text-muted text-sm">{t("cure")}</span>
    </span>
  );
}
