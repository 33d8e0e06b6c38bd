"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Action } from "@/lib/access/permissions";
import { consoleState, UPDATE_STATE, type UpdateStateName } from "@/lib/updates/state-machine";
import { useCan } from "../shell/access";
import { PageHeader } from "../ui/page-header";

const SECTIONS = [
  "role",
  "setup",
  "modes",
  "placement",
  "servicing",
  "sites",
  "usageData",
  "offline",
  "azureServices",
  "endpoints",
  "recovery",
  "states",
  "howTo",
  "logs",
] as const;

const PLACEMENT = [
  "install",
  "requirements",
  "remove",
  "move",
  "verification",
  "expansion",
  "account",
  "pair",
] as const;

const SETUP = ["wizard", "checks", "unattended", "later"] as const;

/** What happens to an update after its download, in its order. */
const SERVICING = [
  "replication",
  "prerequisites",
  "warnings",
  "installation",
  "retry",
  "reset",
  "features",
  "outOfBand",
] as const;

const SITES = ["windows", "routes", "secondaries", "piloting", "validation"] as const;

const USAGE_DATA = ["levels", "collection", "preview", "hashes", "upload", "relevance"] as const;

const OFFLINE = ["prepare", "connect", "examine", "import", "age"] as const;

const AZURE_SERVICES = ["connections", "apps", "sealing", "renewal", "move", "expiry"] as const;

const ENDPOINTS = ["proxy", "layers", "schedule", "allowList"] as const;
const RECOVERY = ["backup", "passphrase", "restore", "checklist"] as const;

const STATES = [
  "APPLICABILITY_CHECKING",
  "APPLICABILITY_SUCCESS",
  "DOWNLOAD_IN_PROGRESS",
  "DOWNLOAD_SUCCESS",
  "DOWNLOAD_FAILED",
  "APPLICABILITY_HIDE",
  "APPLICABILITY_NA",
  "APPLICABILITY_FAILED",
  "CONTENT_REPLICATING",
  "CONTENT_REPLICATION_FAILED",
  "PREREQ_IN_PROGRESS",
  "PREREQ_SUCCESS",
  "PREREQ_WARNING",
  "PREREQ_ERROR",
  "INSTALL_IN_PROGRESS",
  "INSTALL_WAITING_SERVICE_WINDOW",
  "INSTALL_WAITING_PARENT",
  "INSTALL_FAILED",
  "INSTALL_SUCCESS",
] as const satisfies readonly UpdateStateName[];

const HOW_TO = [
  { key: "check", href: "/updates", needs: "updates.view" },
  { key: "mode", href: "/service-connection-point", needs: "role.view" },
  { key: "restart", href: "/components/service-manager", needs: "component.query" },
  { key: "install", href: "/updates", needs: "updates.view" },
  { key: "stuck", href: "/updates/flow?flow=install", needs: "updates.view" },
  { key: "windows", href: "/hierarchy", needs: "role.view" },
  { key: "secondary", href: "/hierarchy", needs: "role.view" },
  { key: "features", href: "/updates/features", needs: "features.view" },
  { key: "piloting", href: "/settings?tab=client-upgrade", needs: "updates.view" },
  { key: "usagePreview", href: "/usage-data", needs: "usage-data.view" },
  { key: "usageLevel", href: "/usage-data?tab=level", needs: "usage-data.view" },
  { key: "azureService", href: "/azure-services/new", needs: "azure-services.view" },
  { key: "secretKeys", href: "/tenants/renew", needs: "azure-services.view" },
  { key: "notifications", href: "/settings?tab=notifications", needs: "alerts.view" },
  { key: "endpoints", href: "/endpoints", needs: "role.view" },
  { key: "proxy", href: "/service-connection-point", needs: "proxy.view" },
  { key: "backup", href: "/backup", needs: "backup.view" },
  { key: "alert", href: "/alerts", needs: "alerts.view" },
] as const satisfies readonly { key: string; href: string; needs: Action }[];

const LOGS = [
  "dmpdownloader",
  "dmpuploader",
  "smsdbmon",
  "hman",
  "distmgr",
  "schedule",
  "sender",
  "despool",
  "cmupdate",
  "SMS_CLOUDCONNECTION",
  "SMS_SERVICE_CONNECTOR",
  "ConfigMgrPrereq",
  "mpfdm",
  "sitecomp",
  "SrvBoot",
  "smsexec",
] as const;

export function Help() {
  const t = useTranslations();
  return (
    <>
      <PageHeader title={t("shell.nav.help")} description={t("help.description")} />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,48rem)_14rem]">
        <div className="min-w-0 space-y-8">
          <Section id="role">
            {(["1", "2", "3"] as const).map((key) => (
              <p key={key}>{t(`help.sections.role.paragraphs.${key}`)}</p>
            ))}
          </Section>
          <Section id="setup">
            <p>{t("help.sections.setup.intro")}</p>
            <Terms of="setup" keys={SETUP} />
          </Section>
          <Section id="modes">
            <dl className="space-y-3">
              {(["online", "offline"] as const).map((mode) => (
                <div key={mode}>
                  <dt className="font-semibold">{t(`role.modes.${mode}.title`)}</dt>
                  <dd className="text-muted">{t(`help.sections.modes.${mode}`)}</dd>
                </div>
              ))}
            </dl>
            <p>{t("help.sections.modes.pending")}</p>
          </Section>
          <Section id="placement">
            <p>{t("help.sections.placement.intro")}</p>
            <Terms of="placement" keys={PLACEMENT} />
          </Section>
          <Section id="servicing">
            <p>{t("help.sections.servicing.intro")}</p>
            <Terms of="servicing" keys={SERVICING} />
          </Section>
          <Section id="sites">
            <Terms of="sites" keys={SITES} />
          </Section>
          <Section id="usageData">
            <p>{t("help.sections.usageData.intro")}</p>
            <Terms of="usageData" keys={USAGE_DATA} />
          </Section>
          <Section id="offline">
            <p>{t("help.sections.offline.intro")}</p>
            <Terms of="offline" keys={OFFLINE} />
          </Section>
          <Section id="azureServices">
            <p>{t("help.sections.azureServices.intro")}</p>
            <Terms of="azureServices" keys={AZURE_SERVICES} />
          </Section>
          <Section id="endpoints">
            <p>{t("help.sections.endpoints.intro")}</p>
            <Terms of="endpoints" keys={ENDPOINTS} />
          </Section>
          <Section id="recovery">
            <Terms of="recovery" keys={RECOVERY} />
          </Section>
          <Section id="states">
            <p>{t("help.sections.states.intro")}</p>
            <FactTable
              head={[
                t("help.sections.states.state"),
                t("help.sections.states.number"),
                t("help.sections.states.meaning"),
              ]}
              rows={STATES.map((name) => {
                const state = UPDATE_STATE[name];
                return [t(`updates.states.${consoleState(state)}`), String(state), t(`help.states.${state}`)];
              })}
            />
          </Section>
          <Section id="howTo">
            <HowTo />
          </Section>
          <Section id="logs">
            <p>{t("help.sections.logs.intro")}</p>
            <FactTable
              head={[t("help.sections.logs.file"), t("help.sections.logs.holds")]}
              rows={LOGS.map((log) => [`${log}.log`, t(`help.logs.${log}`)])}
            />
          </Section>
        </div>
        <nav aria-label={t("help.contents")} className="hidden xl:block">
          <div className="sticky top-20">
            <p className="mb-2 font-medium text-faint text-xs">{t("help.contents")}</p>
            <ul className="space-y-1 border-line border-l">
              {SECTIONS.map((id) => (
                <li key={id}>
                  <a href={`#${id}`} className="block px-3 py-0.5 text-muted hover:text-accent-ink">
                    {t(`help.sections.${id}.title`)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        </nav>
      </div>
    </>
  );
}

function Section({ id, children }: { id: (typeof SECTIONS)[number]; children: ReactNode }) {
  const t = useTranslations("help.sections");
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="scroll-mt-20 font-semibold text-xl">
        {t(`${id}.title`)}
      </h2>
      {children}
    </section>
  );
}

/** Words of the product with what they mean here. */
function Terms({
  of,
  keys,
}: {
  of:
    | "setup"
    | "placement"
    | "servicing"
    | "sites"
    | "usageData"
    | "offline"
    | "azureServices"
    | "endpoints"
    | "recovery";
  keys: readonly string[];
}) {
  const t = useTranslations(`help.sections.${of}.terms`);
  return (
    <dl className="space-y-3">
      {keys.map((key) => (
        <div key={key}>
          <dt className="font-semibold">{t(`${key}.title`)}</dt>
          <dd className="text-muted">{t(`${key}.text`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function HowTo() {
  const t = useTranslations("help.howTo");
  const can = useCan();
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {HOW_TO.map(({ key, href, needs }) => (
        <li key={key} className="flex flex-col rounded-lg border border-line bg-surface p-4 shadow-card">
          <h3 className="font-semibold">{t(`${key}.title`)}</h3>
          <p className="mt-1 text-muted">{t(`${key}.steps`)}</p>
          {can(needs) ? (
            <Link
              href={href}
              className="mt-auto inline-flex items-center gap-1.5 self-start rounded-sm pt-2 font-medium text-accent-ink hover:underline"
            >
              {t(`${key}.link`)}
              <ArrowRight aria-hidden className="size-4" />
            </Link>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function FactTable({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <div className="rounded-lg border border-line bg-surface shadow-card">
      <table className="block w-full text-left sm:table">
        <thead className="hidden sm:table-header-group">
          <tr className="border-line border-b text-muted text-sm">
            {head.map((name) => (
              <th key={name} scope="col" className="px-2 py-2 font-medium first:pl-4 last:pr-4 sm:px-3">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line sm:table-row-group">
          {rows.map(([first, ...rest]) => (
            <tr key={[first, ...rest].join("|")} className="block px-4 py-2.5 sm:table-row">
              <th scope="row" className="block align-top font-medium sm:table-cell sm:py-2 sm:pr-3 sm:pl-4">
                {first}
              </th>
              {rest.map((text) => (
                <td
                  key={text}
                  className="block align-top text-muted tabular-nums sm:table-cell sm:px-3 sm:py-2 sm:last:pr-4"
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
