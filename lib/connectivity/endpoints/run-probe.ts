import { and, eq, isNull, lt, or } from "drizzle-orm";
import { Day } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { endpointProbeRuns, endpointProbes, type ProbedLayer } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { fail, ok, type Result } from "@/lib/result";
import type { ProxyServer } from "../dispatcher";
import { proxyOfServer } from "../proxy-of-server";
import { type EndpointNeeds, type EndpointTarget, isKnownHost, readEndpointNeeds } from "./endpoint-needs";
import { judgeEndpoints } from "./judge-endpoints";
import { decidingLayer, outcomeOf } from "./model";
import { whyNotProbed } from "./probe-admission";
import { probeEndpoint } from "./probe-endpoint";

export interface ProbeRequest {
  trigger: "schedule" | "manual" | "role-change";
  requestedBy: string;
  /** Tests every endpoint of these, needed or not. */
  features?: readonly string[];
  /** Tests these alone, as `endpointKey` names them. */
  endpoints?: readonly string[];
}

export interface ProbeSummary {
  runId: string;
  reachable: number;
  unreachable: number;
  failed: { endpoint: string; code: string; params: Record<string, string | number> }[];
}

export interface ProbedEndpoint {
  target: EndpointTarget;
  layers: ProbedLayer[];
}

/** Endpoints under test at the same time. */
const AT_ONCE = 4;
const KEPT_MS = 90 * Day.ms;

/**
 * Tests endpoints from this server, through its proxy, and keeps what it found; what becomes known of a needed one on
 * the server that holds the role is reported. Killed in its middle it leaves a run without an end, which the next removes.
 * @throws FencedError, or the abort reason when the thread stops
 */
export async function runProbe(
  thread: ThreadContext,
  request: ProbeRequest,
  signal: AbortSignal,
): Promise<Result<ProbeSummary, "role-offline" | "no-endpoint-to-test">> {
  const refusal = await whyNotProbed(thread.db);
  if (refusal) return fail(refusal);
  const needs = await readEndpointNeeds(thread.db);
  const targets = chosen(needs, request);
  if (targets.length === 0) return fail("no-endpoint-to-test");
  const run = new Run(thread, request, needs, signal);
  return ok(await run.go(targets));
}

function chosen({ targets }: EndpointNeeds, { features, endpoints }: ProbeRequest): EndpointTarget[] {
  if (endpoints) return targets.filter(({ endpoint }) => endpoints.includes(endpoint));
  if (features) return targets.filter((target) => target.features.some((one) => features.includes(one)));
  return targets.filter(({ needed }) => needed);
}

class Run {
  private runId = "";
  private readonly probed: ProbedEndpoint[] = [];
  private readonly log;

  constructor(
    private readonly thread: ThreadContext,
    private readonly request: ProbeRequest,
    private readonly needs: EndpointNeeds,
    private readonly signal: AbortSignal,
  ) {
    const logFile = COMPONENT_LOG_FILES.SMS_SERVICE_CONNECTOR;
    this.log = thread.component === "SMS_SERVICE_CONNECTOR" ? thread.log : thread.logTo(logFile);
  }

  async go(targets: readonly EndpointTarget[]): Promise<ProbeSummary> {
    await this.begin(targets.length);
    const proxy = await proxyOfServer(this.thread);
    this.log.info(
      `Testing ${targets.length} internet endpoints ${proxy ? `through ${proxy.host}:${proxy.port}` : "directly"}`,
    );
    const waiting = [...targets];
    const worker = async () => {
      for (let target = waiting.shift(); target; target = waiting.shift()) {
        this.signal.throwIfAborted();
        // The role went offline meanwhile: what is left is not asked.
        if (await whyNotProbed(this.thread.db)) return;
        await this.keep({ target, layers: await this.probe(target, proxy) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return this.end();
  }

  private async begin(total: number): Promise<void> {
    const { serverId, clock } = this.thread;
    const { trigger, requestedBy, features, endpoints } = this.request;
    const whole = !features && !endpoints;
    const now = clock.now();
    await asOwner(this.thread, async (tx) => {
      const ofServer = eq(endpointProbeRuns.serverId, serverId);
      const old = lt(endpointProbeRuns.startedAt, new Date(now.getTime() - KEPT_MS));
      await tx.delete(endpointProbeRuns).where(and(ofServer, or(isNull(endpointProbeRuns.finishedAt), old)));
      const [run] = await tx
        .insert(endpointProbeRuns)
        .values({ serverId, trigger, requestedBy, startedAt: now, whole, total })
        .returning({ id: endpointProbeRuns.id });
      this.runId = run?.id ?? "";
      await publish(tx, { topic: "endpoints", key: serverId });
    });
  }

  private probe(
    { endpoint, certificateAuthorities, environment }: EndpointTarget,
    proxy: ProxyServer | null,
  ) {
    return probeEndpoint(
      endpoint,
      {
        proxy,
        certificateAuthorities,
        // Public authorities sign for the public clouds; an environment of one's own may name who signs for it.
        knowsAuthority: certificateAuthorities !== null || /^Azure/.test(environment?.id ?? "Azure"),
        isKnownHost: (host) => isKnownHost(this.needs, host),
      },
      this.signal,
    );
  }

  private async keep(probed: ProbedEndpoint): Promise<void> {
    this.signal.throwIfAborted();
    const { target, layers } = probed;
    const { endpoint, features } = target;
    const decided = decidingLayer(layers);
    const outcome = outcomeOf(layers);
    const durationMs = layers.reduce((sum, layer) => sum + layer.durationMs, 0);
    const { code = "ok", params = null } = decided ?? {};
    await asOwner(this.thread, async (tx) => {
      // Another run of this server began meanwhile, and removed this one.
      const [run] = await tx
        .select({ id: endpointProbeRuns.id })
        .from(endpointProbeRuns)
        .where(eq(endpointProbeRuns.id, this.runId))
        .for("key share");
      if (!run) return;
      await tx
        .insert(endpointProbes)
        .values({ runId: run.id, endpoint, features, code, params, layers, durationMs });
      await publish(tx, { topic: "endpoints", key: this.thread.serverId });
    });
    this.probed.push(probed);
    const line = `${endpoint} ${decided ? `${decided.layer}: ${code} ${JSON.stringify(params ?? {})}` : "ok"} (${durationMs} ms)`;
    if (outcome === "failed") this.log.error(line);
    else if (outcome === "warning") this.log.warning(line);
    else this.log.info(line);
  }

  private async end(): Promise<ProbeSummary> {
    const failed = this.probed.flatMap(({ target, layers }) => {
      const decided = decidingLayer(layers);
      if (decided?.outcome !== "failed") return [];
      const { code = "unknown", params = {} } = decided;
      return [{ endpoint: target.endpoint, code, params }];
    });
    const unreachable = failed.length;
    const reachable = this.probed.length - unreachable;
    await asOwner(this.thread, async (tx) => {
      await tx
        .update(endpointProbeRuns)
        .set({ finishedAt: this.thread.clock.now(), reachable, unreachable })
        .where(eq(endpointProbeRuns.id, this.runId));
      await judgeEndpoints(tx, { ...this.thread, log: this.log }, this.probed, this.needs);
      await publish(tx, { topic: "endpoints", key: this.thread.serverId });
    });
    return { runId: this.runId, reachable, unreachable, failed };
  }
}
