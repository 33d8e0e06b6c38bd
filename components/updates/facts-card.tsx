"use client";

import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValueList } from "@/components/ui/key-value";
import { AbsoluteTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import type { UpdateDetail } from "@/lib/updates/model";
import { ImpactList } from "./impact-list";
import { updateStateView } from "./update-state-view";

/** What the catalogue says about the package. */
export function FactsCard({ update }: { update: UpdateDetail }) {
  const t = useTranslations("updatesPage.facts");
  const types = useTranslations("updatesPage.types");
  const sizes = useSizes();
  const state = updateStateView(update.state);
  const type = String(update.updateType);
  return (
    <Card title={t("title")}>
      <KeyValueList
        items={[
          {
            label: t("packageGuid"),
            value: (
              <span>
                <code className="break-all font-mono text-sm">{update.packageGuid}</code>{" "}
                <CopyButton text={update.packageGuid} label={t("copyGuid")} />
              </span>
            ),
          },
          { label: t("state"), value: [state.numeric, state.name].filter(Boolean).join(" ") },
          { label: t("fullVersion"), value: update.fullVersion },
          { label: t("clientVersion"), value: update.clientVersion ?? <Muted>{t("noClient")}</Muted> },
          {
            label: t("range"),
            value: t("rangeValue", { min: update.minCmVersion, max: update.maxCmVersion }),
          },
          { label: t("impact"), value: <ImpactList impact={update.impact} /> },
          { label: t("type"), value: types.has(type) ? types(type) : type },
          { label: t("size"), value: sizes.bytes(update.totalBytes) },
          { label: t("released"), value: <AbsoluteTime at={update.dateReleased} style="date" /> },
          { label: t("lastUpdate"), value: <AbsoluteTime at={update.lastUpdateTime} style="seconds" /> },
          {
            label: t("prerequisite"),
            value: update.prerequisite ? (
              <PackageLink {...update.prerequisite} />
            ) : (
              <Muted>{t("none")}</Muted>
            ),
          },
          {
            label: t("supersedes"),
            value:
              update.supersedes.length === 0 ? (
                <Muted>{t("none")}</Muted>
              ) : (
                <ul>
                  {update.supersedes.map((other) => (
                    <li key={other.packageGuid}>
                      <PackageLink {...other} />
                    </li>
                  ))}
                </ul>
              ),
          },
          { label: t("moreInfo"), value: <MoreInfo link={update.moreInfoLink} /> },
        ]}
      />
    </Card>
  );
}

const Muted = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;

function PackageLink({
  packageGuid,
  name,
  state,
}: {
  packageGuid: string;
  name: string | null;
  state?: number | null;
}) {
  const t = useTranslations("updatesPage.facts");
  const states = useTranslations("updates.states");
  if (name === null) {
    return (
      <>
        <code className="break-all font-mono text-sm">{packageGuid}</code>{" "}
        <Muted>({t("unknownPackage")})</Muted>
      </>
    );
  }
  return (
    <>
      <Link href={`/updates/${packageGuid}`} className="text-accent-ink underline-offset-2 hover:underline">
        {name}
      </Link>
      {typeof state === "number" ? <Muted> – {states(updateStateView(state).key)}</Muted> : null}
    </>
  );
}

/** The catalogue is signed, but a link is still only followed when it is one of the web. */
function MoreInfo({ link }: { link: string | null }) {
  const t = useTranslations("updatesPage.facts");
  if (!link || !/^https?:\/\//i.test(link)) return <Muted>{t("none")}</Muted>;
  return (
    <a
      href={link}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent-ink underline-offset-2 hover:underline"
    >
      {t("moreInfoLink")}
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}
