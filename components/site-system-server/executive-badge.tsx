"use client";

import { useTranslations } from "next-intl";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { StatusBadge, type Tone } from "../ui/badge";

const TONES = {
  responding: "success",
  misfit: "danger",
  silent: "danger",
  none: "neutral",
} as const satisfies Record<string, Tone>;

type ExecutiveState = keyof typeof TONES;

export function executiveState({ executive }: SiteSystemServer): ExecutiveState {
  if (!executive) return "none";
  if (!executive.responding) return "silent";
  return executive.misfit ? "misfit" : "responding";
}

/** Whether SMS_EXECUTIVE of a server answers. */
export function ExecutiveBadge({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("serversPage.executive");
  const state = executiveState(server);
  return <StatusBadge tone={TONES[state]}>{t(state)}</StatusBadge>;
}
