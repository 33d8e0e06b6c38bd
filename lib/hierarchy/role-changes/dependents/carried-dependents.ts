import { and, inArray, isNull, ne } from "drizzle-orm";
import { offlineImports, offlineRequests, sites, usageDataUploads } from "@/lib/db/schema";
import { OPEN_STATES } from "@/lib/offline/import-states";
import { collectionTimes } from "@/lib/usage-data/schedule";
import { OPEN_UPLOAD_STATES } from "@/lib/usage-data/upload/upload-states";
import type { DependentReader } from "./model";

/** Usage data is collected without the role, and uploaded by it. */
export const usageData: DependentReader = async ({ db, now }) => {
  const pending = await db
    .select({ id: usageDataUploads.runId })
    .from(usageDataUploads)
    .where(inArray(usageDataUploads.state, [...OPEN_UPLOAD_STATES]));
  const [site] = await db
    .select({ installedAt: sites.installedAt })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .limit(1);
  return [
    {
      id: "usage-data",
      state: pending.length > 0 ? "pending" : "scheduled",
      params: {
        pending: pending.length,
        nextAt: site ? collectionTimes(site.installedAt, now).next.toISOString() : "",
      },
      blocks: false,
      link: "/usage-data",
    },
  ];
};

/** A round trip of offline mode that has begun: its answer is imported by the server that holds the role. */
export const offlineRounds: DependentReader = async ({ db }) => {
  const rows = await db
    .select({ state: offlineRequests.state, requestedAt: offlineRequests.requestedAt })
    .from(offlineRequests)
    .where(and(isNull(offlineRequests.answeredAt), ne(offlineRequests.state, "failed")));
  return rows.map(({ state, requestedAt }) => ({
    id: "offline-round",
    state,
    params: { requestedAt: requestedAt.toISOString() },
    blocks: false,
    link: "/offline",
  }));
};

export const offlineImportsUnderWay: DependentReader = async ({ db }) => {
  const rows = await db
    .select({ fileName: offlineImports.fileName })
    .from(offlineImports)
    .where(inArray(offlineImports.state, [...OPEN_STATES]));
  return rows.map(({ fileName }) => ({
    id: "offline-import",
    state: "open",
    params: { fileName },
    blocks: false,
    link: "/offline",
  }));
};
