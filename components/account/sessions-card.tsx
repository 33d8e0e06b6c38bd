"use client";

import { useTranslations } from "next-intl";
import type { SessionRow } from "@/lib/access/list-my-sessions";
import { UNKNOWN_SOURCE } from "@/lib/access/unknown-source";
import type { Result } from "@/lib/result";
import { useLiveQuery } from "../live/use-live-query";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { browserName } from "./browser-name";

interface SessionsCardProps {
  initial: SessionRow[];
  revoke(input: unknown): Promise<Result<unknown>>;
  revokeOthers(): Promise<Result<{ revoked: number }>>;
}

export function SessionsCard({ initial, revoke, revokeOthers }: SessionsCardProps) {
  const t = useTranslations("account.sessions");
  const { data: sessions = initial } = useLiveQuery("listMySessions", {}, { initialData: initial });
  const ending = useCommand(revoke, { success: t("ended") });
  const endingOthers = useCommand(revokeOthers, {
    success: ({ revoked }) => t("othersEnded", { count: revoked }),
  });
  const hasOthers = sessions.some((session) => !session.current);
  return (
    <Card
      title={t("title")}
      description={t("description")}
      actions={
        <Button
          size="sm"
          pending={endingOthers.pending}
          disabledReason={hasOthers ? undefined : t("noOthers")}
          onClick={() => endingOthers.run(undefined)}
        >
          {t("endOthers")}
        </Button>
      }
    >
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex items-center justify-between gap-x-4 py-2.5 first:pt-0 last:pb-0"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                <BrowserName agent={session.userAgent} />
                {session.current ? <Badge tone="accent">{t("current")}</Badge> : null}
              </p>
              <p className="text-muted text-sm">
                {t("from")} {session.source === UNKNOWN_SOURCE ? t("unknownSource") : session.source} ·{" "}
                {t("since")} <RelativeTime at={session.createdAt} /> · {t("lastSeen")}{" "}
                <RelativeTime at={session.lastSeenAt} />
              </p>
            </div>
            {session.current ? null : (
              <Button
                size="sm"
                variant="ghost"
                pending={ending.pending}
                aria-label={t("endOf", { source: session.source })}
                onClick={() => ending.run({ id: session.id })}
              >
                {t("end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function BrowserName({ agent }: { agent: string }) {
  const t = useTranslations("account.sessions");
  const { browser, system } = browserName(agent);
  if (!browser) return t("unknownBrowser");
  return system ? t("browserOn", { browser, system }) : browser;
}
