"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import {
  checkSetupPrerequisitesAction,
  installSiteAction,
  proveSetupCodeAction,
} from "@/app/(auth)/setup/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage, useFailureText } from "@/components/ui/failure-message";
import { useCommand } from "@/components/ui/use-command";
import { useStepInAddress } from "@/components/ui/wizard/use-step-in-address";
import { useWizardPages } from "@/components/ui/wizard/use-wizard-pages";
import { Wizard } from "@/components/ui/wizard/wizard";
import type { CheckResult } from "@/lib/hierarchy/setup/checks";
import type { InstalledSite } from "@/lib/hierarchy/setup/install-site";
import type { SetupInput } from "@/lib/hierarchy/setup/model";
import type { Failure } from "@/lib/result";
import { AdministratorPage } from "./administrator-page";
import { CheckPage } from "./check-page";
import { ConnectorPage } from "./connector-page";
import {
  changed,
  furthestPage,
  missingOn,
  newDraft,
  pageOfField,
  proved,
  SETUP_PAGES,
  type SetupDraft,
  type SetupPage,
} from "./draft";
import { Installation } from "./installation";
import { SitePage } from "./site-page";
import { StartPage } from "./start-page";
import { SummaryPage } from "./summary-page";
import { UsagePage } from "./usage-page";

export interface SetupPageProps {
  draft: SetupDraft;
  onChange(change: Partial<SetupInput>): void;
  onDraft(change: Partial<SetupDraft>): void;
  /** What is wrong with a field, once it was tried to leave the page. */
  errorOf(field: string): string | undefined;
  check: {
    results: readonly CheckResult[] | null;
    pending: boolean;
    failure: Failure | null;
    run(): void;
  };
}

const PAGES = {
  start: StartPage,
  site: SitePage,
  administrator: AdministratorPage,
  usage: UsagePage,
  connector: ConnectorPage,
  summary: SummaryPage,
  check: CheckPage,
} as const satisfies Record<SetupPage, (props: SetupPageProps) => ReactNode>;

/** Setup of the product, page by page (reference/role.md §7.1). */
export function SetupWizard() {
  const t = useTranslations("setup");
  const failureText = useFailureText();
  const { asked, go } = useStepInAddress();
  const [draft, setDraft] = useState(() => newDraft(Intl.DateTimeFormat().resolvedOptions().timeZone));
  const [results, setResults] = useState<readonly CheckResult[] | null>(null);
  const [installed, setInstalled] = useState<InstalledSite | null>(null);
  const prove = useCommand(proveSetupCodeAction, {
    quiet: true,
    onSuccess(options) {
      setDraft((old) => proved(old, options));
      go("site");
    },
  });
  const check = useCommand(checkSetupPrerequisitesAction, { quiet: true, onSuccess: setResults });
  const install = useCommand(installSiteAction, { quiet: true, onSuccess: setInstalled });
  const order = { code: draft.code, setup: draft.input };
  const current = furthestPage(asked, draft);
  const wizard = useWizardPages({
    pages: SETUP_PAGES,
    current,
    go,
    title: (id) => t(`pages.${id}`),
    missingOn: (id) => missingOn(id, draft),
    say: ([first]) => (first ? failureText(first) : ""),
    content(id, missing) {
      const Page = PAGES[id];
      const faults = [...(missing ?? []), ...(prove.failure ? [prove.failure] : [])];
      return (
        <Page
          draft={draft}
          onChange={(change) => setDraft((old) => changed(old, change))}
          onDraft={(change) => {
            prove.clear();
            setDraft((old) => ({ ...old, ...change }));
          }}
          errorOf={(field) => {
            const fault = faults.find((one) => one.field === field);
            return fault && failureText(fault);
          }}
          check={{
            results,
            pending: check.pending,
            failure: check.failure,
            run() {
              install.clear();
              setResults(null);
              check.run(order);
            },
          }}
        />
      );
    },
  });
  if (install.pending || installed)
    return <Installation installed={installed} userName={draft.input.userName} />;
  const { failure } = install;
  return (
    <>
      {failure ? (
        <Banner
          tone="danger"
          live
          className="mb-4"
          title={t("refused")}
          actions={<ToField field={failure.field} page={current} onGo={go} />}
        >
          <FailureMessage failure={failure} />
        </Banner>
      ) : null}
      <Wizard
        label={t("steps")}
        {...wizard}
        onBlocked={(page) => (page === "start" ? prove.run(order) : wizard.onBlocked(page))}
        finishLabel={t("beginInstall")}
        finishRefused={refusalOf(results, t)}
        pending={prove.pending}
        onFinish={() => install.run(order)}
        cancel={null}
      />
    </>
  );
}

/** Why the installation cannot begin; nothing when it can. */
function refusalOf(
  results: readonly CheckResult[] | null,
  t: ReturnType<typeof useTranslations<"setup">>,
): string | undefined {
  if (!results) return t("check.notRun");
  return results.some(({ outcome }) => outcome === "failed") ? t("check.blocked") : undefined;
}

/** Leads from a refusal to the page whose field it is about. */
function ToField({ field, page, onGo }: { field?: string; page: SetupPage; onGo(page: string): void }) {
  const t = useTranslations("setup");
  const target = field ? pageOfField(field) : undefined;
  if (!target || target === page) return null;
  return (
    <Button size="sm" onClick={() => onGo(target)}>
      {t("toPage", { page: t(`pages.${target}`) })}
    </Button>
  );
}
