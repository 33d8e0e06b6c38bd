import { and, desc, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { type CloudRefusal, whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import {
  cloudEnvironments,
  componentThreads,
  executives,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  usageDataUploads,
} from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { UsageDataUpload } from "./list-usage-data-runs";
import { collectionTimes } from "./schedule";
import { readUsageDataSettings, type UsageDataSettings } from "./settings";
import { OPEN_UPLOAD_STATES } from "./upload/upload-states";

/** Why nothing can be uploaded now. */
export type UploadRefusal = CloudRefusal | "no-endpoint" | "executive-silent" | "uploader-stopped";

export interface UsageDataStatus
  extends Pick<UsageDataSettings, "level" | "levelChangedAt" | "levelChangedBy"> {
  /** Null without a site. */
  nextCollectionAt: Date | null;
  /** When what waits is tried next; null when nothing waits or nothing can be uploaded. */
  nextUploadAt: Date | null;
  /** Null when uploads are possible. */
  uploadRefusal: UploadRefusal | null;
  /** Of the newest batch that was not replaced. */
  upload: Pick<UsageDataUpload, "state" | "attempts" | "nextAttemptAt" | "errorCode" | "errorParams"> | null;
  lastReceiptAt: Date | null;
}

/** The level in force, and when the next collection and the next upload are. */
export const getUsageDataStatus = defineQuery({
  name: "get-usage-data-status",
  action: "usage-data.view",
  input: z.object({}).optional(),
  async run(ctx) {
    const { level, levelChangedAt, levelChangedBy } = await readUsageDataSettings(ctx.db);
    const uploadRefusal = await whyNoUpload(ctx);
    const upload = await newestUpload(ctx.db);
    return ok({
      level,
      levelChangedAt,
      levelChangedBy,
      nextCollectionAt: await nextCollection(ctx),
      nextUploadAt:
        !uploadRefusal && upload && isOnItsWay(upload) ? (upload.nextAttemptAt ?? ctx.clock.now()) : null,
      uploadRefusal,
      upload,
      lastReceiptAt: await lastReceipt(ctx.db),
    } satisfies UsageDataStatus);
  },
});

async function nextCollection({ db, clock }: Ctx): Promise<Date | null> {
  const [site] = await db
    .select({ installedAt: sites.installedAt })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .limit(1);
  return site ? collectionTimes(site.installedAt, clock.now()).next : null;
}

const isOnItsWay = ({ state }: Pick<UsageDataUpload, "state">): boolean =>
  OPEN_UPLOAD_STATES.some((open) => open === state);

async function newestUpload(db: Database): Promise<UsageDataStatus["upload"]> {
  const [upload] = await db
    .select({
      state: usageDataUploads.state,
      attempts: usageDataUploads.attempts,
      nextAttemptAt: usageDataUploads.nextAttemptAt,
      errorCode: usageDataUploads.errorCode,
      errorParams: usageDataUploads.errorParams,
    })
    .from(usageDataUploads)
    .where(ne(usageDataUploads.state, "discarded"))
    .orderBy(desc(usageDataUploads.createdAt))
    .limit(1);
  return upload ?? null;
}

async function lastReceipt(db: Database): Promise<Date | null> {
  const [upload] = await db
    .select({ finishedAt: usageDataUploads.finishedAt })
    .from(usageDataUploads)
    .where(eq(usageDataUploads.state, "accepted"))
    .orderBy(desc(usageDataUploads.finishedAt))
    .limit(1);
  return upload?.finishedAt ?? null;
}

async function whyNoUpload({ db }: Ctx): Promise<UploadRefusal | null> {
  const [role] = await db
    .select({
      usageDataUrl: cloudEnvironments.usageDataUrl,
      responding: isResponding(),
      uploader: componentThreads.state,
    })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId))
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .leftJoin(
      componentThreads,
      and(
        eq(componentThreads.serverId, siteSystemServers.id),
        eq(componentThreads.component, "SMS_DMP_UPLOADER"),
      ),
    );
  const refusal = await whyNotOnline(db);
  if (refusal === "role-not-installed" || refusal === "role-offline" || !role) return refusal;
  // After a kill the last reported states stay in the database.
  if (!role.responding) return "executive-silent";
  if (refusal) return refusal;
  if (!role.usageDataUrl) return "no-endpoint";
  return role.uploader === "running" ? null : "uploader-stopped";
}
