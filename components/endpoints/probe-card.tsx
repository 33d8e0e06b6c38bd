"use client";

import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { Card } from "../ui/card";
import { SelectField } from "../ui/field";
import { ProgressBar } from "../ui/progress-bar";
import { RelativeTime } from "../ui/relative-time";
import { RunStrip } from "./run-strip";

type Data = QueryValue<"listEndpoints">;
type Run = Data["runs"][number];

/** The last tests from a server, and the one under way. */
export function ProbeCard({
  data: { servers, runs },
  serverId,
  onServer,
}: {
  data: Data;
  serverId: string;
  onServer(id: string): void;
}) {
  const t = useTranslations("endpointsPage");
  const running = runs.find(({ finishedAt }) => finishedAt === null);
  const finished = runs.filter((run) => run.finishedAt !== null && run.whole);
  const [last] = finished;
  return (
    <Card title={t("tests.title")} description={t("tests.text")}>
      <div className="space-y-3">
        <SelectField
          label={t("tests.from")}
          value={serverId}
          onChange={(event) => onServer(event.target.value)}
          className="max-w-md"
        >
          {servers.map(({ id, fqdn, isHolder }) => (
            <option key={id} value={id}>
              {isHolder ? t("tests.holder", { server: fqdn }) : fqdn}
            </option>
          ))}
        </SelectField>
        {running ? <Progress run={running} /> : null}
        <p role="status" className="text-sm">
          {last ? <Last run={last} /> : running ? null : t("noRuns")}
        </p>
        {finished.length > 0 ? (
          <RunStrip
            label={t("tests.history")}
            bars={finished.toReversed().map((run) => ({
              key: run.id,
              at: run.startedAt,
              outcome: run.unreachable > 0 ? "failed" : "ok",
              text: t("tests.outcome", { reachable: run.reachable, unreachable: run.unreachable }),
            }))}
          />
        ) : null}
      </div>
    </Card>
  );
}

function Progress({ run: { tested, total } }: { run: Run }) {
  const t = useTranslations("endpointsPage.tests");
  const label = t("progress", { tested, total });
  return (
    <div className="space-y-1">
      <ProgressBar fraction={total > 0 ? tested / total : null} label={label} />
      <p className="text-muted text-sm tabular-nums">{label}</p>
    </div>
  );
}

function Last({ run }: { run: Run }) {
  const t = useTranslations("endpointsPage.tests");
  const { reachable, unreachable, trigger, requestedBy, startedAt } = run;
  return (
    <>
      {t("outcome", { reachable, unreachable })}{" "}
      <span className="text-muted">
        {t(`triggers.${trigger}`, { by: requestedBy })}, <RelativeTime at={startedAt} />
      </span>
    </>
  );
}
