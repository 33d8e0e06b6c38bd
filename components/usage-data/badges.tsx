"use client";

import { Ban, type CircleHelp, EyeOff, Layers, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ItemChange } from "@/lib/usage-data/catalogue-model";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { USAGE_DATA_LEVELS, type UsageDataLevel } from "@/lib/usage-data/model";
import { Badge, StatusBadge, type Tone } from "../ui/badge";
import type { ItemOutcome } from "./item-rows";

/** Levels in their order. */
export const LEVELS = [1, 2, 3] as const satisfies readonly UsageDataLevel[];

const LEVEL_TONES = { 1: "neutral", 2: "info", 3: "warning" } as const satisfies Record<UsageDataLevel, Tone>;

/** The level of a number, as the database gives it. */
export const levelOf = (level: number): UsageDataLevel => LEVELS.find((known) => known === level) ?? 1;

/** Returns the name of a level in the reader's language. */
export function useLevelName(): (level: number) => string {
  const t = useTranslations("usageDataPage.levels");
  return (level) => t(`${USAGE_DATA_LEVELS[levelOf(level)]}.name`);
}

export function LevelBadge({ level }: { level: number }) {
  const name = useLevelName();
  return <Badge tone={LEVEL_TONES[levelOf(level)]}>{name(level)}</Badge>;
}

const OUTCOMES = {
  collected: { tone: "success", icon: Send },
  absent: { tone: "neutral", icon: EyeOff },
  failed: { tone: "danger", icon: undefined },
  above: { tone: "neutral", icon: Layers },
  removed: { tone: "neutral", icon: Ban },
} as const satisfies Record<ItemOutcome, { tone: Tone; icon: typeof CircleHelp | undefined }>;

export function OutcomeBadge({ outcome }: { outcome: ItemOutcome }) {
  const t = useTranslations("usageDataPage.outcomes");
  return <StatusBadge {...OUTCOMES[outcome]}>{t(outcome)}</StatusBadge>;
}

/** What version 2002 did to the item. */
export function ChangeBadge({ change }: { change: ItemChange }) {
  const t = useTranslations("usageDataPage.changes");
  return <Badge tone={change === "removed" ? "neutral" : "accent"}>{t(change)}</Badge>;
}

type UploadState = NonNullable<UsageDataRun["upload"]>["state"];

const RUN_STATES = {
  waiting: { tone: "info", busy: false },
  collecting: { tone: "info", busy: true },
  complete: { tone: "success", busy: false },
  failed: { tone: "danger", busy: false },
  discarded: { tone: "neutral", busy: false },
} as const satisfies Record<UsageDataRun["state"], { tone: Tone; busy: boolean }>;

const UPLOAD_STATES = {
  pending: { tone: "info", busy: false },
  uploading: { tone: "info", busy: true },
  waiting: { tone: "warning", busy: false },
  accepted: { tone: "success", busy: false },
  refused: { tone: "danger", busy: false },
  discarded: { tone: "neutral", busy: false },
} as const satisfies Record<UploadState, { tone: Tone; busy: boolean }>;

/** The collection of a run. */
export function RunStateBadge({ state }: { state: UsageDataRun["state"] }) {
  const t = useTranslations("usageDataPage.runStates");
  return <StatusBadge {...RUN_STATES[state]}>{t(state)}</StatusBadge>;
}

/** The upload of a batch. */
export function UploadStateBadge({ state }: { state: UploadState }) {
  const t = useTranslations("usageDataPage.uploadStates");
  return <StatusBadge {...UPLOAD_STATES[state]}>{t(state)}</StatusBadge>;
}
