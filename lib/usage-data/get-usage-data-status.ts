import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { type CloudRefusal, whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Ctx } from "@/lib/context";
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
import { collectionTimes } from "./schedule";
import { readUsageDataSettings, type UsageDataSettings } from "./settings";

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
}

/** The level in force, and when the next collection and the next upload are. */
export const getUsageDataStatus = defineQuery({
  name: "get-usage-data-status",
  action: "usage-data.view",
  input: z.object({}).optional(),
  async run(ctx) {
    const { level, levelChangedAt, levelChangedBy } = await readUsageDataSettings(ctx.db);
    const uploadRefusal = await whyNoUpload(ctx);
    return ok({
      level,
      levelChangedAt,
      levelChangedBy,
      nextCollectionAt: await nextCollection(ctx),
      nextUploadAt: uploadRefusal ? null : await nextUpload(ctx),
      uploadRefusal,
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

async function nextUpload({ db, clock }: Ctx): Promise<Date | null> {
  const [open] = await db
    .select({ nextAttemptAt: usageDataUploads.nextAttemptAt })
    .from(usageDataUploads)
    .where(inArray(usageDataUploads.state, ["pending", "uploading", "waiting"]))
    .orderBy(desc(usageDataUploads.createdAt))
    .limit(1);
  return open ? (open.nextAttemptAt ?? clock.now()) : null;
}

async function whyNoUpload({ db, clock }: Ctx): Promise<UploadRefusal | null> {
  const [role] = await db
    .select({
      usageDataUrl: cloudEnvironments.usageDataUrl,
      responding: isResponding(clock.now()),
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
