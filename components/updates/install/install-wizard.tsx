"use client";

import { PackagePlus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useDeniedReason } from "@/components/shell/access";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage, useFailureText } from "@/components/ui/failure-message";
import { PageHeader } from "@/components/ui/page-header";
import { useCommand } from "@/components/ui/use-command";
import { CommandWizard } from "@/components/ui/wizard/command-wizard";
import { Completion } from "@/components/ui/wizard/completion";
import { useStepInAddress } from "@/components/ui/wizard/use-step-in-address";
import { useWizardPages } from "@/components/ui/wizard/use-wizard-pages";

import type { Command } from "../update-commands";
import { furthestPage, type InstallChoices, type InstallPage, missingOn, pagesOf } from "./choices";
import {
  ClientPage,
  FeaturesPage,
  GeneralPage,
  LicensePage,
  LicensingPage,
  type PageProps,
  SummaryPage,
} from "./pages";

const PAGES = {
  general: GeneralPage,
  features: FeaturesPage,
  client: ClientPage,
  license: LicensePage,
  licensing: LicensingPage,
  summary: SummaryPage,
} as const satisfies Record<InstallPage, (props: PageProps) => ReactNode>;

interface InstallWizardProps {
  initial: QueryValue<"getServicingOptions">;
  /** `YYYY-MM-DD` as it is kept now, or empty. */
  assuranceDate: string;
  commands: { install: Command; setAssurance: Command };
}

/** Install Update Pack: the Updates Wizard of the product, page by page (reference/updates.md §11). */
export function InstallWizard({ initial, assuranceDate, commands }: InstallWizardProps) {
  const t = useTranslations("servicing.wizard");
  const { packageGuid } = initial;
  const options =
    useLiveQuery("getServicingOptions", { packageGuid }, { initialData: initial }).data ?? initial;
  const [choices, setChoices] = useState<InstallChoices>({
    continueOnWarnings: false,
    features: [],
    clientOption: null,
    licenseAccepted: false,
    assuranceDate,
  });
  const { asked, go } = useStepInAddress();
  const [installed, setInstalled] = useState(false);
  const install = useInstallation(commands, { packageGuid, choices, kept: assuranceDate }, () =>
    setInstalled(true),
  );
  const denied = useDeniedReason()("updates.install");
  const failureText = useFailureText();
  const wizard = useWizardPages({
    pages: pagesOf(options),
    current: furthestPage(asked, options, choices),
    go,
    title: (id) => t(`pages.${id}`),
    missingOn: (id) => missingOn(id, options, choices),
    say: t,
    content(id, missing) {
      const Page = PAGES[id];
      return (
        <Page
          options={options}
          choices={choices}
          onChoose={(change) => setChoices((old) => ({ ...old, ...change }))}
          error={missing ? t(missing) : undefined}
        />
      );
    },
  });
  const href = `/updates/${packageGuid}`;
  if (installed) return <Installed name={options.name} packageGuid={packageGuid} />;
  const refusal = options.refusals.install;
  return (
    <>
      <WizardHeader name={options.name} href={href} />
      {refusal ? (
        <Banner tone="warning" live className="mb-4" title={t("cannot")}>
          <FailureMessage failure={refusal} />
        </Banner>
      ) : null}
      <CommandWizard
        label={t("steps")}
        {...wizard}
        finishLabel={t("install")}
        finishRefused={denied ?? (refusal ? failureText(refusal) : undefined)}
        pending={install.pending}
        onFinish={install.run}
        failure={install.failure}
        refusedTitle={t("summary.failed")}
        cancelHref={href}
      />
    </>
  );
}

/** Keeps the date first: it is only a reminder, and an installation that has begun cannot wait for it. */
function useInstallation(
  { install, setAssurance }: InstallWizardProps["commands"],
  { packageGuid, choices, kept }: { packageGuid: string; choices: InstallChoices; kept: string },
  onStarted: () => void,
) {
  const command = useCommand(
    async () => {
      const { assuranceDate, ...chosen } = choices;
      if (assuranceDate !== kept) {
        const saved = await setAssurance({ date: assuranceDate || null });
        if (!saved.ok) return saved;
      }
      return install({ packageGuid, ...chosen });
    },
    { quiet: true, onSuccess: onStarted },
  );
  return { ...command, run: () => command.run(undefined) };
}

function WizardHeader({ name, href }: { name: string; href: string }) {
  const t = useTranslations("servicing.wizard");
  const updates = useTranslations("updatesPage");
  return (
    <PageHeader
      title={t("title", { name })}
      breadcrumbs={[
        { label: updates("title"), href: "/updates" },
        { label: name, href },
      ]}
    />
  );
}

function Installed({ name, packageGuid }: { name: string; packageGuid: string }) {
  const t = useTranslations("servicing.wizard");
  return (
    <>
      <WizardHeader name={name} href={`/updates/${packageGuid}`} />
      <Completion
        title={t("completion.title", { name })}
        text={t("completion.text")}
        actions={
          <>
            <Button asChild>
              <Link href={`/updates/flow?package=${packageGuid}`}>{t("completion.flow")}</Link>
            </Button>
            <Button asChild variant="primary">
              <Link href={`/updates/${packageGuid}?tab=sites`}>
                <PackagePlus aria-hidden />
                {t("completion.follow")}
              </Link>
            </Button>
          </>
        }
      />
    </>
  );
}
