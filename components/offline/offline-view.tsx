"use client";

import { useTranslations } from "next-intl";
import type { OfflineStatus } from "@/lib/offline/get-offline-status";
import type { OfflineImport } from "@/lib/offline/list-offline-imports";
import type { TransferPackage } from "@/lib/offline/list-transfer-packages";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { PageHeader } from "../ui/page-header";
import { useAddressParam } from "../ui/use-address-param";
import { ConnectStep } from "./connect-step";
import { ImportDialog } from "./import-dialog";
import { ImportStep } from "./import-step";
import { NextStepBanner } from "./next-step-banner";
import type { OfflineCommands } from "./offline-commands";
import { PrepareStep } from "./prepare-step";

interface OfflineViewProps {
  /** Imports and packages are null for who may not import. */
  initial: {
    status: OfflineStatus;
    imports: OfflineImport[] | null;
    packages: TransferPackage[] | null;
  };
  commands: OfflineCommands;
}

/** The round trip of offline mode, from the request to the import, with what comes next. */
export function OfflineView({ initial, commands }: OfflineViewProps) {
  const t = useTranslations("offlinePage");
  const mayImport = useCan()("offline.import");
  const { data: status = initial.status } = useLiveQuery(
    "getOfflineStatus",
    {},
    { initialData: initial.status },
  );
  const imports =
    useLiveQuery("listOfflineImports", {}, { enabled: mayImport, initialData: initial.imports ?? undefined })
      .data ?? [];
  const packages =
    useLiveQuery(
      "listTransferPackages",
      {},
      { enabled: mayImport, initialData: initial.packages ?? undefined },
    ).data ?? [];
  const [shownId, show] = useAddressParam("import");
  const shown = imports.find(({ importId }) => importId === shownId);
  const blocked = whyBlocked(status);
  const reason = blocked ? t(`blocked.${blocked}`) : undefined;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="space-y-4">
        <NextStepBanner status={status} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <PrepareStep status={status} blocked={reason} command={commands.prepare} />
          <ConnectStep />
        </div>
        <ImportStep
          imports={imports}
          packages={packages}
          blocked={reason}
          commands={commands}
          onOpen={show}
        />
      </div>
      {shown ? <ImportDialog shown={shown} commands={commands} onClose={() => show("")} /> : null}
    </>
  );
}

/** Keys of `offlinePage.blocked`. */
function whyBlocked({ runningMode }: OfflineStatus): "online" | "notRunning" | null {
  if (runningMode === null) return "notRunning";
  return runningMode === "online" ? "online" : null;
}
