"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { moveRoleAction } from "@/app/(portal)/service-connection-point/actions";
import { MOVE_REASONS } from "@/lib/hierarchy/role-changes/move-role.order";
import { useAskAgainEvery } from "../../live/use-ask-again-every";
import { useLiveQuery } from "../../live/use-live-query";
import { useDeniedReason } from "../../shell/access";
import { RadioCards } from "../../ui/radio-cards";
import { useCommand } from "../../ui/use-command";
import { CommandWizard } from "../../ui/wizard/command-wizard";
import { furthestOf } from "../../ui/wizard/furthest-of";
import { useStepInAddress } from "../../ui/wizard/use-step-in-address";
import { useWizardPages } from "../../ui/wizard/use-wizard-pages";
import { ChangeView } from "../change/change-view";
import { useRequirementsOf } from "../use-requirements-of";
import { MOVE_PAGES, type MoveChoices, type MovePage, missingOn } from "./choices";
import { PlanPage } from "./plan-page";
import { SummaryPage } from "./summary-page";
import { TargetPage } from "./target-page";

export type MovePlan = QueryValue<"getMovePlan">;

/** Within this, the plan knows that a server does not answer any more. */
const PLAN_INTERVAL_MS = 5_000;

/** The move of the role, page by page (reference/role.md §8.2); the address names the move once it has begun. */
export function MoveWizard({ initial }: { initial: MovePlan }) {
  const t = useTranslations("roleMove");
  const params = useSearchParams();
  const { asked, go } = useStepInAddress();
  const [choices, setChoices] = useState<MoveChoices>({
    reason: null,
    toServerId: params.get("to"),
    confirmation: "",
  });
  const { toServerId } = choices;
  const { data: plan = initial, refetch } = useLiveQuery(
    "getMovePlan",
    { toServerId },
    { initialData: toServerId ? undefined : initial },
  );
  useAskAgainEvery(PLAN_INTERVAL_MS, refetch);
  const { requirements, isReady } = useRequirementsOf(toServerId);
  const denied = useDeniedReason()("role.manage");
  const move = useCommand(moveRoleAction, {
    quiet: true,
    onSuccess: ({ changeId }) => go("progress", { change: changeId }),
  });
  const facts = {
    isReady,
    isRefused: plan.refusals.length > 0 || (plan.target?.refusal ?? null) !== null,
    holder: plan.holder?.fqdn ?? "",
  };
  const missing = (page: MovePage) => missingOn(page, choices, facts);
  const choose = (change: Partial<MoveChoices>) => {
    move.clear();
    setChoices((old) => ({ ...old, ...change }));
  };
  const wizard = useWizardPages({
    pages: MOVE_PAGES,
    current: furthestOf(asked, MOVE_PAGES, missing) ?? "reason",
    go,
    title: (page) => t(`pages.${page}`),
    missingOn: missing,
    say: (lack) => t(`missing.${lack}`),
    content(page, lack) {
      const error = lack ? t(`missing.${lack}`) : undefined;
      switch (page) {
        case "reason":
          return <ReasonPage choices={choices} error={error} onChoose={choose} />;
        case "target":
          return (
            <TargetPage
              plan={plan}
              requirements={requirements}
              choices={choices}
              error={error}
              onChoose={choose}
            />
          );
        case "plan":
          return <PlanPage plan={plan} />;
        case "summary":
          return <SummaryPage plan={plan} choices={choices} error={error} onChoose={choose} />;
      }
    },
  });
  const changeId = params.get("change");
  if (changeId) return <ChangeView changeId={changeId} />;
  return (
    <CommandWizard
      label={t("steps")}
      {...wizard}
      finishLabel={t("move")}
      finishRefused={denied}
      pending={move.pending}
      onFinish={() =>
        move.run({ ...choices, oldHolder: plan.holder?.answers === false ? "unreachable" : "alive" })
      }
      failure={move.failure}
      refusedTitle={t("refused")}
      cancelHref="/service-connection-point"
    />
  );
}

/** Page *Reason*: what the documentation knows the role to move for; an expansion has a wizard of its own. */
function ReasonPage({
  choices,
  error,
  onChoose,
}: {
  choices: MoveChoices;
  error: string | undefined;
  onChoose(change: Partial<MoveChoices>): void;
}) {
  const t = useTranslations("roleMove.reason");
  return (
    <div className="space-y-4">
      {error ? <p className="text-danger text-sm">{error}</p> : null}
      <RadioCards
        legend={t("legend")}
        stacked
        value={choices.reason ?? ""}
        onChange={(reason) => onChoose({ reason: MOVE_REASONS.find((one) => one === reason) ?? null })}
        options={MOVE_REASONS.map((value) => ({
          value: value as string,
          title: t(`${value}.title`),
          children: <p>{t(`${value}.text`)}</p>,
        }))}
      />
      <p className="max-w-prose text-muted text-sm">{t("expansion")}</p>
    </div>
  );
}
