"use client";

import { Download, Eye, GitCompareArrows, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { EXPORT_FORMATS } from "@/lib/usage-data/file-name";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { useCommand } from "../ui/use-command";
import { standingOf } from "./choose-run";
import type { UsageDataCommands } from "./usage-data-commands";

interface DocumentActionsProps {
  run: UsageDataRun;
  runs: readonly UsageDataRun[];
  /** The level in force. */
  level: number;
  commands: Pick<UsageDataCommands, "preview" | "sendPreview">;
  onPreview(): void;
  onCompare(): void;
}

/** What can be done with the document on screen: taken along, compared, sent as it is, or made anew. */
export function DocumentActions({ run, runs, level, commands, onPreview, onCompare }: DocumentActionsProps) {
  const t = useTranslations("usageDataPage.facts");
  const denied = useDeniedReason()("usage-data.collect");
  const send = useCommand(commands.sendPreview, { success: t("sendRequested") });
  return (
    <>
      <PreviewButton runs={runs} level={level} command={commands.preview} onRequested={onPreview} />
      <Button size="sm" onClick={onCompare}>
        <GitCompareArrows aria-hidden />
        {t("compare")}
      </Button>
      <DownloadMenu runId={run.runId} />
      {standingOf(run) === "preview" && run.level === level ? (
        <Button
          size="sm"
          variant="primary"
          pending={send.pending}
          disabledReason={denied}
          onClick={() => send.run({ runId: run.runId })}
        >
          <Send aria-hidden />
          {t("send")}
        </Button>
      ) : null}
    </>
  );
}

/** Collects at the level in force, to be looked at. */
export function PreviewButton({
  runs,
  level,
  command,
  onRequested,
}: {
  runs: readonly UsageDataRun[];
  level: number;
  command: UsageDataCommands["preview"];
  onRequested(): void;
}) {
  const t = useTranslations("usageDataPage.facts");
  const denied = useDeniedReason()("usage-data.collect");
  const { run, pending } = useCommand(command, { onSuccess: onRequested });
  const open = runs.some(
    (one) =>
      one.purpose === "preview" &&
      one.level === level &&
      (one.state === "waiting" || one.state === "collecting"),
  );
  return (
    <Button size="sm" pending={pending || open} disabledReason={denied} onClick={() => run({ level })}>
      <Eye aria-hidden />
      {t("preview")}
    </Button>
  );
}

function DownloadMenu({ runId }: { runId: string }) {
  const t = useTranslations("usageDataPage.download");
  const denied = useDeniedReason()("usage-data.export");
  const button = (
    <Button size="sm" disabledReason={denied}>
      <Download aria-hidden />
      {t("title")}
    </Button>
  );
  if (denied) return button;
  return (
    <Menu trigger={button} label={t("title")}>
      {EXPORT_FORMATS.map((format) => (
        <MenuItem key={format} asChild>
          <a href={`/api/usage-data/${runId}?format=${format}`} download>
            {t(`formats.${format.replace(".", "-")}`)}
          </a>
        </MenuItem>
      ))}
    </Menu>
  );
}
