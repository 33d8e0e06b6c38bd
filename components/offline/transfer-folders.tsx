"use client";

import { RefreshCw, Usb } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TransferPackage } from "@/lib/offline/list-transfer-packages";
import { StatusBadge, type Tone } from "../ui/badge";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailureMessage } from "../ui/failure-message";
import { AbsoluteTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { useCommand } from "../ui/use-command";
import type { OfflineCommands } from "./offline-commands";

const TONES = {
  "for-us": "success",
  answered: "neutral",
  foreign: "neutral",
  request: "info",
  unreadable: "danger",
} as const satisfies Record<TransferPackage["standing"], Tone>;

/** What lies in the transfer folders of the server that holds the role, e.g. on a stick. */
export function TransferFolders({
  packages,
  blocked,
  commands,
  onExamined,
}: {
  packages: readonly TransferPackage[];
  blocked: string | undefined;
  commands: Pick<OfflineCommands, "look" | "examine">;
  onExamined(importId: string): void;
}) {
  const t = useTranslations("offlinePage.folders");
  const look = useCommand(commands.look, { success: t("looking") });
  return (
    <section aria-label={t("title")} className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{t("title")}</h3>
        <Button size="sm" pending={look.pending} disabledReason={blocked} onClick={() => look.run({})}>
          <RefreshCw aria-hidden />
          {t("look")}
        </Button>
      </div>
      {packages.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {packages.map((found) => (
            <FoundPackage
              key={found.path}
              found={found}
              blocked={blocked}
              command={commands.examine}
              onExamined={onExamined}
            />
          ))}
        </ul>
      ) : (
        <div className="rounded-md border border-line">
          <EmptyState icon={Usb} title={t("none")} description={t("noneWhy")} />
        </div>
      )}
    </section>
  );
}

function FoundPackage({
  found,
  blocked,
  command,
  onExamined,
}: {
  found: TransferPackage;
  blocked: string | undefined;
  command: OfflineCommands["examine"];
  onExamined(importId: string): void;
}) {
  const t = useTranslations("offlinePage.folders");
  const sizes = useSizes();
  const examine = useCommand(command, { onSuccess: ({ importId }) => onExamined(importId) });
  const { importId, standing, volumes } = found;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="wrap-anywhere font-medium">{found.fileName}</span>
          <StatusBadge tone={TONES[standing]}>{t(`standing.${standing}`)}</StatusBadge>
        </p>
        <p className="wrap-anywhere text-muted text-sm">
          {found.folder} · {sizes.bytes(found.bytes)}
          {volumes > 0 ? ` · ${t("volumes", { count: volumes })}` : null}
          {found.packedAt ? (
            <>
              {" "}
              · <AbsoluteTime at={found.packedAt} style="zoned" />
            </>
          ) : null}
        </p>
        {found.error ? (
          <p className="wrap-anywhere text-danger text-sm">
            <FailureMessage failure={found.error} />
          </p>
        ) : null}
      </div>
      {importId ? (
        <Button size="sm" onClick={() => onExamined(importId)}>
          {t("showImport")}
        </Button>
      ) : standing === "for-us" ? (
        <Button
          size="sm"
          variant="primary"
          pending={examine.pending}
          disabledReason={blocked}
          onClick={() => examine.run({ path: found.path })}
        >
          {t("examine")}
        </Button>
      ) : null}
    </li>
  );
}
