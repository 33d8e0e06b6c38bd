"use client";

import { FileSearch, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { IconButton } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import { useCommand } from "@/components/ui/use-command";
import type { SiteServicing } from "@/lib/updates/servicing/model";
import type { ServicingCommands } from "../update-commands";

interface ContentProps {
  packageGuid: string;
  site: SiteServicing;
  commands: Pick<ServicingCommands, "validateContent" | "retryReplication">;
}

/** What of the content is stored at the site, when it was looked at last, and what can be done about it. */
export function ContentCell(props: ContentProps) {
  const t = useTranslations("servicing.sites");
  const sizes = useSizes();
  const { replication } = props.site;
  if (!replication) return <span className="text-muted">{t("noContent")}</span>;
  return (
    <div className="flex items-start justify-between gap-2 text-sm">
      <div>
        <p>
          {t.has(`contentStates.${replication.state}`)
            ? t(`contentStates.${replication.state}`, { bytes: sizes.bytes(replication.bytesTotal) })
            : replication.state}
        </p>
        {replication.damagedPieces > 0 ? (
          <p className="text-danger">{t("damaged", { count: replication.damagedPieces })}</p>
        ) : null}
        {replication.validatedAt ? (
          <p className="text-muted">
            {t("validated")} <RelativeTime at={replication.validatedAt} />
          </p>
        ) : null}
      </div>
      <ContentAction {...props} />
    </div>
  );
}

function ContentAction({ packageGuid, site, commands }: ContentProps) {
  const t = useTranslations("servicing.sites");
  const denied = useDeniedReason()("updates.retry");
  const failed = site.replication?.state === "failed";
  const values = { site: site.siteCode };
  const { run, pending } = useCommand(failed ? commands.retryReplication : commands.validateContent, {
    success: t(failed ? "resent" : "validating", values),
  });
  if (!failed && site.replication?.state !== "stored") return null;
  return (
    <IconButton
      className="size-7"
      label={t(failed ? "resend" : "validate", values)}
      disabledReason={denied}
      pending={pending}
      onClick={() => run({ packageGuid, siteCode: site.siteCode })}
    >
      {pending ? null : failed ? <RefreshCw aria-hidden /> : <FileSearch aria-hidden />}
    </IconButton>
  );
}
