"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { PointState, RecoveryPoint, RecoveryView } from "@/lib/backup/recovery/model";
import { useDeniedReason } from "../shell/access";
import { StatusBadge, type Tone } from "../ui/badge";
import { Button } from "../ui/button";
import { AbsoluteTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import type { RecoveryCommands } from "./recovery-commands";

const TONES = {
  open: "warning",
  done: "success",
  "not-needed": "neutral",
} as const satisfies Record<PointState, Tone>;

/** One point: why it matters, how it stands, and the way to where it is done. */
export function RecoveryPointRow({
  point,
  recovery,
  command,
}: {
  point: RecoveryPoint;
  recovery: RecoveryView;
  command: RecoveryCommands["tick"];
}) {
  const t = useTranslations("recoveryPage.points");
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 px-4 py-3.5">
      <div className="w-28 shrink-0 pt-0.5">
        <StatusBadge tone={TONES[point.state]}>{t(`states.${point.state}`)}</StatusBadge>
      </div>
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="font-semibold">{t(`${point.id}.title`)}</h3>
        <p className="max-w-prose text-muted">{t(`${point.id}.text`)}</p>
        <Detail point={point} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <TickButton point={point} recovery={recovery} command={command} />
        {point.link && point.state === "open" ? (
          <Button asChild>
            <Link href={point.link}>
              {t(`${point.id}.action`)}
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Detail({ point }: { point: RecoveryPoint }) {
  const t = useTranslations("recoveryPage.points");
  if (point.tick) {
    return (
      <p className="mt-1 text-sm">
        {t("tickedBy", { user: point.tick.by })}, <AbsoluteTime at={point.tick.at} />
      </p>
    );
  }
  if (point.state !== "open" || point.params.names === undefined) return null;
  return <p className="mt-1 break-words text-sm">{t("left", point.params)}</p>;
}

function TickButton({
  point,
  recovery,
  command,
}: {
  point: RecoveryPoint;
  recovery: RecoveryView;
  command: RecoveryCommands["tick"];
}) {
  const t = useTranslations("recoveryPage.points");
  const denied = useDeniedReason()("backup.manage");
  const tick = useCommand(command);
  if (point.judged === "known" || point.state === "not-needed" || recovery.closed) return null;
  const done = point.tick === null;
  return (
    <Button
      disabledReason={denied}
      pending={tick.pending}
      onClick={() => tick.run({ recoveryId: recovery.id, point: point.id, done })}
    >
      {t(done ? "tick" : "untick")}
    </Button>
  );
}
