import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import {
  endpointProbeRuns,
  endpointProbes,
  type ProbedLayer,
  SERVICE_CONNECTION_POINT_ROLE,
  siteSystemRoles,
  siteSystemServers,
} from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readEndpointNeeds } from "./endpoint-needs";
import { type EndpointRow, endpointRows } from "./endpoint-rows";
import { outcomeOf, type ProbeOutcome } from "./model";
import { whyNotProbed } from "./probe-admission";
import { nextProbeAt, readProbeSchedule } from "./probe-schedule";

/** Tests that the history of an endpoint shows. */
const HISTORY_RUNS = 30;

/** What the last test of an endpoint found, and what it was before. */
export interface EndpointResult {
  outcome: ProbeOutcome;
  /** `ok`, or the code of the layer that decides. */
  code: string;
  params: Record<string, string | number>;
  layers: ProbedLayer[];
  durationMs: number;
  at: Date;
  /** Since when the tests say so; the first of them, if it never was otherwise. */
  since: Date;
  /** Oldest first. */
  history: { at: Date; code: string; durationMs: number }[];
}

export interface ProbeRunView {
  id: string;
  trigger: "schedule" | "manual" | "role-change";
  requestedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
  whole: boolean;
  total: number;
  tested: number;
  reachable: number;
  unreachable: number;
}

/** Internet endpoints, as the tests from one server found them. Left out: from the server that holds the role. */
export const listEndpoints = defineQuery({
  name: "list-endpoints",
  action: "role.view",
  input: z.object({ serverId: z.uuid().optional() }),
  async run({ db, clock }, { serverId }) {
    const servers = await readServers(db);
    const holder = servers.find(({ isHolder }) => isHolder);
    const server = servers.find(({ id }) => id === serverId) ?? holder ?? servers[0] ?? null;
    const needs = await readEndpointNeeds(db);
    const runs = server ? await readRuns(db, server.id) : [];
    const results = await readResults(db, runs);
    const schedule = await readProbeSchedule(db);
    return ok({
      servers,
      serverId: server?.id ?? null,
      siteVersion: needs.siteVersion,
      connected: [...needs.connected],
      refusal: await whyNotProbed(db),
      schedule: { ...schedule, nextAt: holder ? await nextProbeAt(db, holder.id, clock.now()) : null },
      runs,
      endpoints: endpointRows(needs).map((row): EndpointRow & { result: EndpointResult | null } => ({
        ...row,
        result: (row.testable && results.get(row.id)) || null,
      })),
    });
  },
});

async function readServers(db: Database) {
  const rows = await db
    .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn, role: siteSystemRoles.role })
    .from(siteSystemServers)
    .leftJoin(
      siteSystemRoles,
      and(
        eq(siteSystemRoles.serverId, siteSystemServers.id),
        eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE),
      ),
    )
    .orderBy(asc(siteSystemServers.fqdn));
  return rows.map(({ id, fqdn, role }) => ({ id, fqdn, isHolder: role !== null }));
}

/** The newest first. */
async function readRuns(db: Database, serverId: string): Promise<ProbeRunView[]> {
  const rows = await db
    .select({
      id: endpointProbeRuns.id,
      trigger: endpointProbeRuns.trigger,
      requestedBy: endpointProbeRuns.requestedBy,
      startedAt: endpointProbeRuns.startedAt,
      finishedAt: endpointProbeRuns.finishedAt,
      whole: endpointProbeRuns.whole,
      total: endpointProbeRuns.total,
      reachable: endpointProbeRuns.reachable,
      unreachable: endpointProbeRuns.unreachable,
      tested: db.$count(endpointProbes, eq(endpointProbes.runId, endpointProbeRuns.id)),
    })
    .from(endpointProbeRuns)
    .where(eq(endpointProbeRuns.serverId, serverId))
    .orderBy(desc(endpointProbeRuns.startedAt))
    .limit(HISTORY_RUNS);
  return rows;
}

async function readResults(
  db: Database,
  runs: readonly ProbeRunView[],
): Promise<Map<string, EndpointResult>> {
  if (runs.length === 0) return new Map();
  const inRuns = inArray(
    endpointProbes.runId,
    runs.map(({ id }) => id),
  );
  const history = await db
    .select({
      endpoint: endpointProbes.endpoint,
      at: endpointProbeRuns.startedAt,
      code: endpointProbes.code,
      durationMs: endpointProbes.durationMs,
    })
    .from(endpointProbes)
    .innerJoin(endpointProbeRuns, eq(endpointProbeRuns.id, endpointProbes.runId))
    .where(inRuns)
    .orderBy(asc(endpointProbeRuns.startedAt));
  const newest = await db
    .selectDistinctOn([endpointProbes.endpoint], {
      endpoint: endpointProbes.endpoint,
      code: endpointProbes.code,
      params: endpointProbes.params,
      layers: endpointProbes.layers,
      durationMs: endpointProbes.durationMs,
      at: endpointProbeRuns.startedAt,
    })
    .from(endpointProbes)
    .innerJoin(endpointProbeRuns, eq(endpointProbeRuns.id, endpointProbes.runId))
    .where(inRuns)
    .orderBy(endpointProbes.endpoint, desc(endpointProbeRuns.startedAt));
  return new Map(
    newest.map(({ endpoint, params, ...probe }) => {
      const own = history.filter((one) => one.endpoint === endpoint).map(({ endpoint: _, ...one }) => one);
      const lastOther = own.findLastIndex(({ code }) => code !== probe.code);
      const since = own[lastOther + 1]?.at ?? probe.at;
      const outcome = outcomeOf(probe.layers);
      return [endpoint, { ...probe, outcome, params: params ?? {}, since, history: own }];
    }),
  );
}
