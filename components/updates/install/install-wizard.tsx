"use client";

import { CircleCheck, PackagePlus } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useDeniedReason } from "@/components/shell/access";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureMessage, useFailureText } from "@/components/ui/failure-message";
import { PageHeader } from "@/components/ui/page-header";
import { useCommand } from "@/components/ui/use-command";
import { Wizard } from "@/components/ui/wizard/wizard";
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
} as const satisfies Record<InstallPage, (props: PageProps) => React.ReactNode>;

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
  const [tried, setTried] = useState<InstallPage | null>(null);
  const { page, go } = usePage((asked) => furthestPage(asked, options, choices));
  const [installed, setInstalled] = useState(false);
  const install = useInstallation(commands, { packageGuid, choices, kept: assuranceDate }, () =>
    setInstalled(true),
  );
  const denied = useDeniedReason()("updates.install");
  const failureText = useFailureText();
  const href = `/updates/${packageGuid}`;
  if (installed) return <Completion name={options.name} packageGuid={packageGuid} />;
  const refusal = options.refusals.install;
  const props = {
    options,
    choices,
    onChoose: (change: Partial<InstallChoices>) => setChoices((old) => ({ ...old, ...change })),
  };
  const missing = (id: InstallPage) => {
    const key = missingOn(id, options, choices);
    return key ? t(key) : undefined;
  };
  return (
    <>
      <WizardHeader name={options.name} href={href} />
      {refusal ? (
        <Banner tone="warning" live className="mb-4" title={t("cannot")}>
          <FailureMessage failure={refusal} />
        </Banner>
      ) : null}
      {install.failure ? (
        <Banner tone="danger" live className="mb-4" title={t("summary.failed")}>
          <FailureMessage failure={install.failure} />
        </Banner>
      ) : null}
      <Wizard
        label={t("steps")}
        current={page}
        onGo={(id) => {
          setTried(null);
          go(id);
        }}
        onBlocked={() => setTried(page)}
        steps={pagesOf(options).map((id) => {
          const Page = PAGES[id];
          return {
            id,
            title: t(`pages.${id}`),
            blockedBy: missing(id),
            content: <Page {...props} error={tried === id ? missing(id) : undefined} />,
          };
        })}
        finishLabel={t("install")}
        finishRefused={denied ?? (refusal ? failureText(refusal) : undefined)}
        pending={install.pending}
        onFinish={install.run}
        cancel={
          <Button asChild variant="ghost">
            <Link href={href}>{t("cancel")}</Link>
          </Button>
        }
      />
    </>
  );
}

/** The page of the wizard lives in the address; each one is a step of the browser's history. */
function usePage(allowed: (asked: string) => InstallPage) {
  const router = useRouter();
  const path = usePathname();
  const asked = useSearchParams().get("step") ?? "general";
  return {
    page: allowed(asked),
    go: (id: string) => router.push(`${path}?step=${id}`, { scroll: false }),
  };
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

function Completion({ name, packageGuid }: { name: string; packageGuid: string }) {
  const t = useTranslations("servicing.wizard");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <WizardHeader name={name} href={`/updates/${packageGuid}`} />
      <Card>
        <div className="flex flex-col items-center gap-3 px-4 py-8 text-center">
          <CircleCheck aria-hidden className="size-10 text-success" />
          <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
            {t("completion.title", { name })}
          </h2>
          <p className="max-w-prose text-muted">{t("completion.text")}</p>
          <div className="mt-2 flex flex-wrap justify-center gap-2">
            <Button asChild>
              <Link href={`/updates/flow?package=${packageGuid}`}>{t("completion.flow")}</Link>
            </Button>
            <Button asChild variant="primary">
              <Link href={`/updates/${packageGuid}?tab=sites`}>
                <PackagePlus aria-hidden />
                {t("completion.follow")}
              </Link>
            </Button>
          </div>
        </div>
      </Card>
    </>
  );
}
