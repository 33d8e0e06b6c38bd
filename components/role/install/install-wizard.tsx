"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { installRoleAction } from "@/app/(portal)/service-connection-point/actions";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import type { RoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { useLiveQuery } from "../../live/use-live-query";
import { useDeniedReason } from "../../shell/access";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";
import { useCommand } from "../../ui/use-command";
import { CommandWizard } from "../../ui/wizard/command-wizard";
import { furthestOf } from "../../ui/wizard/furthest-of";
import { useStepInAddress } from "../../ui/wizard/use-step-in-address";
import { useWizardPages } from "../../ui/wizard/use-wizard-pages";
import { RequirementCheck } from "../requirement-check";
import { useRequirementsOf } from "../use-requirements-of";
import { INSTALL_PAGES, type InstallChoices, missingOn } from "./choices";
import { InstallProgress } from "./install-progress";
import { InstallSummary } from "./install-summary";
import { RolePage } from "./role-page";
import { ServerPage } from "./server-page";

interface Props {
  initial: RoleCandidates;
  environments: readonly AzureEnvironmentChoice[];
}

/** **Add Site System Roles** with the service connection point, page by page (reference/role.md §7.2). */
export function InstallWizard({ initial, environments }: Props) {
  const t = useTranslations("roleInstall");
  const params = useSearchParams();
  const { data: candidates = initial } = useLiveQuery("listRoleCandidates", {}, { initialData: initial });
  const { asked, go } = useStepInAddress();
  const [choices, setChoices] = useState<InstallChoices>(() =>
    firstChoices(params.get("server"), environments),
  );
  const { requirements, isReady } = useRequirementsOf(choices.serverId);
  const denied = useDeniedReason()("role.manage");
  const install = useCommand(installRoleAction, {
    quiet: true,
    onSuccess: ({ changeId }) => go("progress", { change: changeId }),
  });
  const missing = (page: (typeof INSTALL_PAGES)[number]) => missingOn(page, choices, isReady);
  const choose = (change: Partial<InstallChoices>) => {
    install.clear();
    setChoices((old) => ({ ...old, ...change }));
  };
  const server = candidates.servers.find(({ id }) => id === choices.serverId);
  const wizard = useWizardPages({
    pages: INSTALL_PAGES,
    current: furthestOf(asked, INSTALL_PAGES, missing) ?? "server",
    go,
    title: (page) => t(`pages.${page}`),
    missingOn: missing,
    say: (lack) => t(`missing.${lack}`),
    content(page, lack) {
      const error = lack ? t(`missing.${lack}`) : undefined;
      switch (page) {
        case "server":
          return <ServerPage candidates={candidates} choices={choices} error={error} onChoose={choose} />;
        case "requirements":
          return (
            <div className="space-y-4">
              {error ? <Banner tone="danger" live title={error} /> : null}
              {requirements ? <RequirementCheck key={requirements.server.id} view={requirements} /> : null}
            </div>
          );
        case "role":
          return <RolePage environments={environments} choices={choices} error={error} onChoose={choose} />;
        case "summary":
          return <InstallSummary server={server} environments={environments} choices={choices} />;
      }
    },
  });
  const changeId = params.get("change");
  if (changeId) return <InstallProgress changeId={changeId} onBack={() => go("summary")} />;
  if (candidates.holder) return <Held holder={candidates.holder} />;
  return (
    <CommandWizard
      label={t("steps")}
      {...wizard}
      finishLabel={t("install")}
      finishRefused={denied}
      pending={install.pending}
      onFinish={() => install.run(choices)}
      failure={install.failure}
      refusedTitle={t("refused")}
      cancelHref="/service-connection-point"
    />
  );
}

/** One instance per hierarchy (reference/role.md §2). */
function Held({ holder }: { holder: string }) {
  const t = useTranslations("roleInstall.held");
  return (
    <Banner
      tone="info"
      title={t("title", { server: holder })}
      actions={
        <Button asChild size="sm">
          <Link href="/service-connection-point">{t("open")}</Link>
        </Button>
      }
    >
      <p>{t("text")}</p>
    </Banner>
  );
}

const firstChoices = (
  serverId: string | null,
  environments: readonly AzureEnvironmentChoice[],
): InstallChoices => ({
  serverId,
  // As Setup does it (reference/role.md §2).
  mode: "online",
  environmentId: environments.length === 1 ? (environments[0]?.id ?? null) : null,
});
