"use client";

import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";
import type { UpdateSummary } from "@/lib/updates/model";
import { isFlowing, openDownload } from "./download-view";
import { updateStateView } from "./update-state-view";

/** The column *State*: the console's words; the number behind them as a tooltip. */
export function UpdateStateBadge({
  update,
}: {
  update: Pick<UpdateSummary, "state" | "prereqFlag" | "download">;
}) {
  const t = useTranslations("updates.states");
  const view = updateStateView(update.state, update.prereqFlag);
  const open = openDownload(update);
  return (
    <Tooltip content={[view.numeric, view.name].filter(Boolean).join(" ")}>
      <span className="inline-flex text-left">
        <StatusBadge
          tone={view.tone}
          icon={view.icon}
          // A paused or waiting download does not move, and its badge must not either.
          busy={view.busy && (!open || isFlowing(open) || open.phase === "verifying")}
        >
          {t(view.key)}
        </StatusBadge>
      </span>
    </Tooltip>
  );
}
