import { and, asc, count, desc, eq, inArray, isNull, max } from "drizzle-orm";
import { z } from "zod";
import { Day } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import {
  offlineImports,
  offlineRequests,
  offlineTransferPackages,
  serviceConnectionPoint,
  usageDataRuns,
} from "@/lib/db/schema";
import type { Mode } from "@/lib/hierarchy/model";
import { fail, ok } from "@/lib/result";
import type { ErrorDetail } from "@/lib/updates/model";
import { defineQuery } from "@/lib/use-case";
import { readError } from "./import-rows";
import { OPEN_STATES } from "./import-states";
import { isStale, nextOfflineStep, type OfflineStep, STALE_AFTER_DAYS } from "./next-offline-step";
import { requestFileName } from "./take-offline-request";

export interface OfflineRequestStatus {
  requestId: string;
  state: "waiting" | "prepared" | "failed";
  requestedBy: string;
  requestedAt: Date;
  preparedAt: Date | null;
  /** Null until it is prepared. */
  fileName: string | null;
  sha256: string | null;
  siteVersion: string | null;
  /** The usage data inside; null when there was none yet. */
  usageData: { runId: string; level: number; collectedAt: Date | null } | null;
  wants: string[];
  error: ErrorDetail | null;
  answeredAt: Date | null;
}

export interface OfflineStatus {
  configuredMode: Mode;
  runningMode: Mode | null;
  /** The newest. */
  request: OfflineRequestStatus | null;
  /** When an answer was last imported. */
  lastRoundTripAt: Date | null;
  /** Whole days since then. */
  ageDays: number | null;
  staleAfterDays: number;
  stale: boolean;
  nextStep: OfflineStep;
}

/** Where the offline round trip stands, and what comes next. */
export const getOfflineStatus = defineQuery({
  name: "get-offline-status",
  action: "role.view",
  input: z.object({}),
  async run(ctx) {
    const [role] = await ctx.db
      .select({
        configuredMode: serviceConnectionPoint.configuredMode,
        runningMode: serviceConnectionPoint.runningMode,
      })
      .from(serviceConnectionPoint);
    return role ? ok(await readStatus(ctx, role)) : fail("role-not-installed");
  },
});

async function readStatus(
  { db, clock }: Ctx,
  role: { configuredMode: Mode; runningMode: Mode | null },
): Promise<OfflineStatus> {
  const now = clock.now();
  const [trips] = await db.select({ last: max(offlineRequests.answeredAt) }).from(offlineRequests);
  const lastRoundTripAt = trips?.last ?? null;
  const request = await readNewestRequest(db);
  const [underWay] = await db
    .select({ state: offlineImports.state, errorCode: offlineImports.errorCode })
    .from(offlineImports)
    .where(inArray(offlineImports.state, [...OPEN_STATES]))
    .orderBy(asc(offlineImports.createdAt))
    .limit(1);
  return {
    ...role,
    request,
    lastRoundTripAt,
    ageDays: lastRoundTripAt && Math.floor((now.getTime() - lastRoundTripAt.getTime()) / Day.ms),
    staleAfterDays: STALE_AFTER_DAYS,
    stale: lastRoundTripAt !== null && isStale(lastRoundTripAt, now),
    nextStep: nextOfflineStep({
      ...role,
      request,
      import: underWay ? { state: underWay.state, error: underWay.errorCode !== null } : null,
      answerFound: await hasAnswer(db),
      lastRoundTripAt,
      now,
    }),
  };
}

async function readNewestRequest(db: Database): Promise<OfflineRequestStatus | null> {
  const [row] = await db
    .select({
      requestId: offlineRequests.requestId,
      state: offlineRequests.state,
      requestedBy: offlineRequests.requestedBy,
      requestedAt: offlineRequests.requestedAt,
      preparedAt: offlineRequests.preparedAt,
      sha256: offlineRequests.sha256,
      siteVersion: offlineRequests.siteVersion,
      wants: offlineRequests.wants,
      answeredAt: offlineRequests.answeredAt,
      errorCode: offlineRequests.errorCode,
      errorParams: offlineRequests.errorParams,
      usageData: {
        runId: usageDataRuns.runId,
        level: usageDataRuns.level,
        collectedAt: usageDataRuns.finishedAt,
      },
    })
    .from(offlineRequests)
    .leftJoin(usageDataRuns, eq(usageDataRuns.runId, offlineRequests.runId))
    .orderBy(desc(offlineRequests.requestedAt))
    .limit(1);
  if (!row) return null;
  const { errorCode, errorParams, ...known } = row;
  const { requestId, preparedAt } = row;
  return {
    ...known,
    fileName: preparedAt && requestFileName({ requestId, preparedAt }),
    error: readError({ errorCode, errorParams }),
  };
}

async function hasAnswer(db: Database): Promise<boolean> {
  const [found] = await db
    .select({ answers: count() })
    .from(offlineTransferPackages)
    .innerJoin(offlineRequests, eq(offlineRequests.requestId, offlineTransferPackages.requestId))
    .where(and(eq(offlineTransferPackages.kind, "answer"), isNull(offlineRequests.answeredAt)));
  return (found?.answers ?? 0) > 0;
}
