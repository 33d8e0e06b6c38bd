"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { ExecutiveBadge } from "../../site-system-server/executive-badge";
import { RadioCards } from "../../ui/radio-cards";
import type { InstallChoices } from "./choices";

/** Page *General*: the server of the top-level site that gets the role. */
export function ServerPage({
  candidates,
  choices,
  error,
  onChoose,
}: {
  candidates: RoleCandidates;
  choices: InstallChoices;
  error: string | undefined;
  onChoose(change: Partial<InstallChoices>): void;
}) {
  const t = useTranslations("roleInstall.server");
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      {error ? <p className="text-danger text-sm">{error}</p> : null}
      <RadioCards
        legend={t("legend")}
        stacked
        value={choices.serverId ?? ""}
        onChange={(serverId) => onChoose({ serverId })}
        options={candidates.servers.map((server) => ({
          value: server.id,
          title: server.fqdn,
          badge: <ExecutiveBadge server={server} />,
          disabledReason: server.refusal ? t("ofPair") : undefined,
          children: (
            <>
              <p>
                {server.siteCode} – {server.siteName}
              </p>
              {server.isSiteServer && !server.refusal ? <p>{t("siteServer")}</p> : null}
            </>
          ),
        }))}
      />
      <p className="text-muted text-sm">
        {t("notListed")}{" "}
        <Link href="/hierarchy/servers/new" className="rounded-sm text-accent-ink underline">
          {t("create")}
        </Link>
      </p>
    </div>
  );
}
