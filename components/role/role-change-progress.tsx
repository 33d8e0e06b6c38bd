"use client";

import { useTranslations } from "next-intl";
import { retryRoleChangeAction, undoRoleChangeAction } from "@/app/(portal)/service-connection-point/actions";
import type { RoleChangeView } from "@/lib/hierarchy/role-changes/role-change-view";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { FailureMessage } from "../ui/failure-message";
import { StepList } from "../ui/step-list";
import { useCommand } from "../ui/use-command";

/** An installation, removal or move of the role: its steps, what went wrong, and what can be done about it. */
export function RoleChangeProgress({ change }: { change: RoleChangeView }) {
  const t = useTranslations("roleChanges");
  const { state, failure } = change;
  const duration = ({ startedAt, finishedAt }: RoleChangeView["steps"][number]) =>
    startedAt && finishedAt
      ? t("took", { seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 })
      : undefined;
  return (
    <div className="space-y-4">
      <Announcer change={change} />
      <StepList
        label={t("stepsLabel")}
        kind={change.kind}
        steps={change.steps.map((step) => ({ ...step, note: duration(step) }))}
        nameOf={(id) => (t.has(`steps.${id}`) ? t(`steps.${id}`) : id)}
        stateName={(step) => t(`stepStates.${step}`)}
      />
      {failure && state !== "complete" ? (
        <Banner tone="danger" live title={t(`failed.${state === "stopped" ? "stopped" : "ended"}`)}>
          <FailureMessage failure={failure} />
        </Banner>
      ) : null}
      <Decide change={change} />
    </div>
  );
}

function Decide({ change }: { change: RoleChangeView }) {
  const t = useTranslations("roleChanges.decide");
  const denied = useDeniedReason()("role.manage");
  const retry = useCommand(retryRoleChangeAction);
  const undo = useCommand(undoRoleChangeAction);
  if (!change.canUndo) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {change.canRetry ? (
        <Button
          variant="primary"
          pending={retry.pending}
          disabledReason={denied}
          onClick={() => retry.run({ changeId: change.id })}
        >
          {t("retry")}
        </Button>
      ) : null}
      <Button
        pending={undo.pending}
        disabledReason={denied}
        onClick={() => undo.run({ changeId: change.id })}
      >
        {t(change.isPastReturn ? "end" : "undo")}
      </Button>
      {change.isPastReturn ? <p className="text-muted text-sm">{t("pastReturn")}</p> : null}
    </div>
  );
}

/** Says each step once, for those who do not see the list. */
function Announcer({ change: { steps, state } }: { change: RoleChangeView }) {
  const t = useTranslations("roleChanges");
  const at = steps.findIndex((step) => step.state === "running");
  const step = steps[at];
  return (
    <p role="status" className="sr-only">
      {step
        ? t("announce", {
            step: t.has(`steps.${step.id}`) ? t(`steps.${step.id}`) : step.id,
            number: at + 1,
            total: steps.length,
          })
        : t(`states.${state}`)}
    </p>
  );
}
