"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "../../ui/card";
import { AbsoluteTime } from "../../ui/relative-time";
import { useRoleChanges } from "../use-role-changes";

/** What became of the role so far, each change with its report; nothing while there is none. */
export function ChangesCard() {
  const t = useTranslations("roleChanges");
  const title = useTranslations("roleMove")("changes");
  const changes = useRoleChanges();
  if (!changes || changes.length === 0) return null;
  return (
    <Card title={title}>
      <ul aria-label={title} className="divide-y divide-line">
        {changes.map(({ id, kind, state, fromServer, toServer, requestedBy, requestedAt }) => (
          <li key={id} className="py-2">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Link
                href={`/service-connection-point/changes/${id}`}
                className="rounded-sm font-medium text-accent-ink hover:underline"
              >
                {t(`kinds.${kind}`)}
              </Link>
              <span className="text-muted text-sm">{t(`states.${state}`)}</span>
            </p>
            <p className="wrap-anywhere text-muted text-sm">
              {[fromServer, toServer].filter(Boolean).join(" → ")} · {requestedBy} ·{" "}
              <AbsoluteTime at={requestedAt} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
