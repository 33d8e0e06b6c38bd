"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { addServerAction } from "@/app/(portal)/hierarchy/servers/actions";
import type { SiteRow } from "@/lib/hierarchy/model";
import type { RoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { useLiveQuery } from "../../live/use-live-query";
import { useDeniedReason } from "../../shell/access";
import { useCommand } from "../../ui/use-command";
import { CommandWizard } from "../../ui/wizard/command-wizard";
import { furthestOf } from "../../ui/wizard/furthest-of";
import { useStepInAddress } from "../../ui/wizard/use-step-in-address";
import { useWizardPages } from "../../ui/wizard/use-wizard-pages";
import { CREATE_PAGES, type CreateChoices, missingOn, refusalsOf, sitesForServers } from "./choices";
import { CreateSummary } from "./create-summary";
import { CreatedServer } from "./created-server";
import { GeneralPage } from "./general-page";
import { RolesPage } from "./roles-page";

/** **Create Site System Server**, page by page (reference/role.md §7.2). */
export function CreateServerWizard({
  sites,
  candidates: initial,
}: {
  sites: readonly SiteRow[];
  candidates: RoleCandidates;
}) {
  const t = useTranslations("serverCreate");
  const params = useSearchParams();
  const { asked, go } = useStepInAddress();
  const { data: candidates = initial } = useLiveQuery("listRoleCandidates", {}, { initialData: initial });
  const offered = sitesForServers(sites);
  const [choices, setChoices] = useState<CreateChoices>({
    fqdn: "",
    siteCode: offered.find(({ parentSiteCode }) => parentSiteCode === null)?.siteCode ?? "",
    internetFqdn: "",
    serviceConnectionPoint: false,
    passiveSiteServer: false,
  });
  const denied = useDeniedReason()("role.manage");
  const add = useCommand(addServerAction, {
    quiet: true,
    onSuccess: ({ serverId }) =>
      go("created", { server: serverId, ...(choices.serviceConnectionPoint && { role: "1" }) }),
  });
  const refusals = refusalsOf(
    offered.find(({ siteCode }) => siteCode === choices.siteCode),
    candidates,
  );
  const choose = (change: Partial<CreateChoices>) => {
    add.clear();
    setChoices((old) => ({ ...old, ...change }));
  };
  const missing = (page: (typeof CREATE_PAGES)[number]) => missingOn(page, choices);
  const wizard = useWizardPages({
    pages: CREATE_PAGES,
    current: furthestOf(asked, CREATE_PAGES, missing) ?? "general",
    go,
    title: (page) => t(`pages.${page}`),
    missingOn: missing,
    say: (lack) => t(`missing.${lack}`),
    content(page, lack) {
      switch (page) {
        case "general":
          return <GeneralPage sites={offered} choices={choices} missing={lack} onChoose={choose} />;
        case "roles":
          return <RolesPage refusals={refusals} choices={choices} onChoose={choose} />;
        case "summary":
          return <CreateSummary choices={choices} />;
      }
    },
  });
  const serverId = params.get("server");
  if (serverId) return <CreatedServer serverId={serverId} wantsRole={params.has("role")} />;
  return (
    <CommandWizard
      label={t("steps")}
      {...wizard}
      finishLabel={t("create")}
      finishRefused={denied}
      pending={add.pending}
      onFinish={() =>
        add.run({
          fqdn: choices.fqdn,
          siteCode: choices.siteCode,
          internetFqdn: choices.internetFqdn || null,
          passiveSiteServer: choices.passiveSiteServer && refusals.passiveSiteServer === null,
        })
      }
      failure={add.failure}
      refusedTitle={t("refused")}
      cancelHref="/hierarchy/servers"
    />
  );
}
