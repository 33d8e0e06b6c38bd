"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import type { OperationState } from "@/lib/azure-services/operations/model";
import { StatusBadge, type Tone } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { useFailureText } from "../ui/failure-message";
import { RelativeTime } from "../ui/relative-time";
import { Timeline } from "../ui/timeline";
import { Leftovers } from "./leftovers";

export const OPERATION_TONES = {
  waiting: "info",
  running: "info",
  "sign-in-needed": "warning",
  stopped: "danger",
  undoing: "warning",
  complete: "success",
  failed: "danger",
} as const satisfies Record<OperationState, Tone>;

const BUSY: ReadonlySet<OperationState> = new Set(["waiting", "running", "undoing"]);

export function OperationStateBadge({ state }: { state: OperationState }) {
  const t = useTranslations("azureServicesPage.operation.states");
  return (
    <StatusBadge tone={OPERATION_TONES[state]} busy={BUSY.has(state)}>
      {t(state)}
    </StatusBadge>
  );
}

/** What was lately done in Azure for this connection, newest first. */
export function OperationHistory({ operations }: { operations: readonly OperationView[] }) {
  const t = useTranslations("azureServicesPage.operation");
  const kinds = useTranslations("azureServices.kinds");
  const failureText = useFailureText();
  return (
    <Card title={t("history")}>
      {operations.length === 0 ? (
        <EmptyState icon={History} title={t("noHistory")} />
      ) : (
        <Timeline
          label={t("history")}
          entries={operations.map(({ id, kind, state, failure, leftovers, requestedAt, requestedBy }) => ({
            id,
            tone: OPERATION_TONES[state],
            title: kinds.has(kind) ? kinds(kind) : kind,
            meta: (
              <>
                {requestedBy}, <RelativeTime at={requestedAt} />
              </>
            ),
            body: (
              <div className="space-y-2">
                <OperationStateBadge state={state} />
                {failure ? <p className="wrap-anywhere">{failureText(failure)}</p> : null}
                <Leftovers leftovers={leftovers} />
              </div>
            ),
          }))}
        />
      )}
    </Card>
  );
}
