"use client";

import { FileSearch } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { IconButton } from "@/components/ui/button";
import { useLiveNow } from "@/components/ui/now";
import { RelativeTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import { useCommand } from "@/components/ui/use-command";
import { lagMs } from "@/lib/replication/figures";
import type { SiteReplicationRow } from "@/lib/replication/model";
import type { SiteReplication, SiteServicing } from "@/lib/updates/servicing/model";
import type { Command } from "../update-commands";

/** What of the content is stored at the site, how far it is behind the top-level site, and what it waits for. */
export function ContentCell({
  packageGuid,
  site,
  topLevel,
  waitsFor,
  validate,
}: {
  packageGuid: string;
  site: SiteServicing;
  topLevel: SiteServicing | undefined;
  waitsFor: SiteReplicationRow["waitsFor"];
  validate: Command;
}) {
  const t = useTranslations("servicing.sites");
  const sizes = useSizes();
  const { replication } = site;
  if (!replication) return <span className="text-muted">{t("noContent")}</span>;
  const stored = replication.state === "stored";
  return (
    <div className="flex items-center justify-between gap-2 text-sm max-sm:text-right">
      <div className="tabular-nums sm:whitespace-nowrap">
        <p>
          {t.has(`contentStates.${replication.state}`)
            ? t(`contentStates.${replication.state}`, { bytes: sizes.bytes(replication.bytesTotal) })
            : replication.state}
        </p>
        {waitsFor ? <p className="text-warning">{t(`waitsFor.${waitsFor}`)}</p> : null}
        {site === topLevel ? null : <Lag replication={replication} topLevel={topLevel} />}
        {replication.damagedPieces > 0 ? (
          <p className="text-danger">{t("damaged", { count: replication.damagedPieces })}</p>
        ) : null}
        {stored && replication.validatedAt ? (
          <p className="text-muted">
            <RelativeTime at={replication.validatedAt} />
          </p>
        ) : null}
      </div>
      {stored ? <Validate packageGuid={packageGuid} siteCode={site.siteCode} command={validate} /> : null}
    </div>
  );
}

/** How long the top-level site has had what this one has not; it grows while nothing else happens. */
function Lag({
  replication,
  topLevel,
}: {
  replication: SiteReplication;
  topLevel: SiteServicing | undefined;
}) {
  const t = useTranslations("servicing.sites");
  const sizes = useSizes();
  const now = useLiveNow(1_000);
  const lag = lagMs(topLevel?.replication?.storedAt ?? null, replication.state === "stored", now);
  if (!lag || !topLevel) return null;
  return <p className="text-muted">{t("lag", { lag: sizes.duration(lag), site: topLevel.siteCode })}</p>;
}

function Validate({
  packageGuid,
  siteCode,
  command,
}: {
  packageGuid: string;
  siteCode: string;
  command: Command;
}) {
  const t = useTranslations("servicing.sites");
  const denied = useDeniedReason()("updates.retry");
  const { run, pending } = useCommand(command, { success: t("validating", { site: siteCode }) });
  return (
    <IconButton
      className="size-7"
      label={t("validate", { site: siteCode })}
      disabledReason={denied}
      pending={pending}
      onClick={() => run({ packageGuid, siteCode })}
    >
      {pending ? null : <FileSearch aria-hidden />}
    </IconButton>
  );
}
