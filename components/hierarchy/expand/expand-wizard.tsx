"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { expandSiteAction } from "@/app/(portal)/hierarchy/actions";
import { useAskAgainEvery } from "../../live/use-ask-again-every";
import { useLiveQuery } from "../../live/use-live-query";
import { ChangeView } from "../../role/change/change-view";
import { useRequirementsOf } from "../../role/use-requirements-of";
import { useDeniedReason } from "../../shell/access";
import { Banner } from "../../ui/banner";
import { useCommand } from "../../ui/use-command";
import { CommandWizard } from "../../ui/wizard/command-wizard";
import { furthestOf } from "../../ui/wizard/furthest-of";
import { useStepInAddress } from "../../ui/wizard/use-step-in-address";
import { useWizardPages } from "../../ui/wizard/use-wizard-pages";
import { EXPAND_PAGES, type ExpandChoices, type ExpandPage, missingOn } from "./choices";
import { ExpandServerPage } from "./expand-server-page";
import { ExpandSummary } from "./expand-summary";
import { NewSitePage } from "./new-site-page";
import { PreconditionList } from "./precondition-list";

export type ExpansionPlan = QueryValue<"getExpansionPlan">;

/** Within this, the plan knows that a server does not answer any more. */
const PLAN_INTERVAL_MS = 5_000;

/** A stand-alone primary site joins a new central administration site, page by page (reference/role.md §8.3). */
export function ExpandWizard({ initial }: { initial: ExpansionPlan }) {
  const t = useTranslations("expansion");
  const params = useSearchParams();
  const { asked, go } = useStepInAddress();
  const { data: plan = initial, refetch } = useLiveQuery("getExpansionPlan", {}, { initialData: initial });
  const [choices, setChoices] = useState<ExpandChoices>({
    siteCode: "CAS",
    siteName: "",
    toServerId: null,
    confirmation: "",
  });
  useAskAgainEvery(PLAN_INTERVAL_MS, refetch);
  const { requirements, isReady } = useRequirementsOf(choices.toServerId);
  const denied = useDeniedReason()("role.manage");
  const expand = useCommand(expandSiteAction, {
    quiet: true,
    onSuccess: ({ changeId }) => go("progress", { change: changeId }),
  });
  const known = {
    isAllowed: plan.preconditions.every(({ passed }) => passed),
    isReady,
    primarySiteCode: plan.primary?.siteCode ?? "",
  };
  const missing = (page: ExpandPage) => missingOn(page, choices, known);
  const choose = (change: Partial<ExpandChoices>) => {
    expand.clear();
    setChoices((old) => ({ ...old, ...change }));
  };
  const wizard = useWizardPages({
    pages: EXPAND_PAGES,
    current: furthestOf(asked, EXPAND_PAGES, missing) ?? "preconditions",
    go,
    title: (page) => t(`pages.${page}`),
    missingOn: missing,
    say: (lack) => t(`missing.${lack}`),
    content(page, lack) {
      const props = { plan, choices, lack, onChoose: choose };
      switch (page) {
        case "preconditions":
          return <PreconditionList preconditions={plan.preconditions} lack={lack} />;
        case "site":
          return <NewSitePage {...props} />;
        case "server":
          return <ExpandServerPage {...props} requirements={requirements} />;
        case "summary":
          return <ExpandSummary {...props} />;
      }
    },
  });
  const changeId = params.get("change");
  if (changeId) return <ChangeView changeId={changeId} />;
  if (!plan.primary)
    return (
      <Banner tone="info" title={t("notPossible.title")}>
        <p>{t("notPossible.text")}</p>
      </Banner>
    );
  return (
    <CommandWizard
      label={t("steps")}
      {...wizard}
      finishLabel={t("expand")}
      finishRefused={denied}
      pending={expand.pending}
      onFinish={() =>
        expand.run({ ...choices, oldHolder: plan.holder?.answers === false ? "unreachable" : "alive" })
      }
      failure={expand.failure}
      refusedTitle={t("refused")}
      cancelHref="/hierarchy"
    />
  );
}
