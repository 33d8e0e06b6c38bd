"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ComponentRow } from "@/lib/executive/model";
import { ComponentStateBadge, ComponentStatusBadge } from "../executive/component-badges";
import { Button } from "../ui/button";
import { Card } from "../ui/card";

/** Health of the components: how many are well, and each one that is not. */
export function ComponentsCard({ components }: { components: readonly ComponentRow[] }) {
  const t = useTranslations();
  const troubled = components.filter(isTroubled);
  return (
    <Card
      title={t("shell.nav.components")}
      actions={
        <Button asChild size="sm" variant="ghost" className="-mr-2.5">
          <Link href="/components">{t("overview.showAll")}</Link>
        </Button>
      }
    >
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Tally label={t("overview.components.all")} value={components.length} />
        <Tally
          label={t("overview.components.running")}
          value={components.filter((row) => row.state === "running").length}
        />
        <Tally
          label={t("overview.components.warnings")}
          value={components.filter((row) => row.status === 1).length}
          alarming="warning"
        />
        <Tally
          label={t("overview.components.critical")}
          value={components.filter((row) => row.status === 2).length}
          alarming="danger"
        />
      </dl>
      {troubled.length > 0 ? (
        <ul className="mt-4 divide-y divide-line border-line border-t">
          {troubled.map((row) => (
            <li
              key={`${row.serverId} ${row.component}`}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pt-2.5 pb-2 last:pb-0"
            >
              <span className="min-w-0">
                <span className="block break-all font-medium font-mono text-sm">{row.component}</span>
                <span className="text-muted text-sm">{row.serverFqdn}</span>
              </span>
              <span className="flex flex-wrap gap-1.5">
                <ComponentStatusBadge row={row} />
                <ComponentStateBadge row={row} />
              </span>
            </li>
          ))}
        </ul>
      ) : components.length > 0 ? (
        <p className="mt-4 text-muted">{t("overview.components.allWell")}</p>
      ) : (
        <p className="mt-4 text-muted">{t("overview.components.noneReported")}</p>
      )}
    </Card>
  );
}

/** A manual component that stands still is as it should be. */
const isTroubled = (row: ComponentRow): boolean =>
  row.status !== 0 || row.state === "failed" || (row.state !== "running" && row.type === 0);

const ALARM = { warning: "text-warning", danger: "text-danger" } as const;

function Tally({ label, value, alarming }: { label: string; value: number; alarming?: keyof typeof ALARM }) {
  return (
    <div className="flex flex-col-reverse rounded-md bg-sunken px-3 py-2">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className={`font-semibold text-xl tabular-nums ${alarming && value > 0 ? ALARM[alarming] : ""}`}>
        {value}
      </dd>
    </div>
  );
}
