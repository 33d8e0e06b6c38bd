import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { BACKUP_TASK } from "@/lib/backup/backup-task";
import { proxyAddressOf } from "@/lib/connectivity/proxy-of-server";
import type { Ctx } from "@/lib/context";
import {
  cloudEnvironments,
  componentThreads,
  executives,
  maintenanceTasks,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { RoleStatus } from "./model";

/** The service connection point as it should be and as it is. */
export const getRoleStatus = defineQuery({
  name: "get-role-status",
  action: "role.view",
  input: z.object({}),
  async run(ctx) {
    return ok(await readRoleStatus(ctx));
  },
});

async function readRoleStatus(ctx: Ctx): Promise<RoleStatus> {
  const [row] = await ctx.db
    .select({
      role: serviceConnectionPoint,
      server: siteSystemServers,
      site: sites,
      environmentName: cloudEnvironments.name,
      downloaderState: componentThreads.state,
      nextBackupAt: maintenanceTasks.nextRunAt,
      responding: isResponding(),
    })
    .from(serviceConnectionPoint)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .leftJoin(
      componentThreads,
      and(
        eq(componentThreads.serverId, siteSystemServers.id),
        eq(componentThreads.component, "SMS_DMP_DOWNLOADER"),
      ),
    )
    .leftJoin(
      maintenanceTasks,
      and(
        eq(maintenanceTasks.siteCode, siteSystemServers.siteCode),
        eq(maintenanceTasks.task, BACKUP_TASK),
        eq(maintenanceTasks.enabled, true),
      ),
    );
  if (!row) return { role: null, executiveResponding: await anyExecutiveResponds(ctx) };

  const { role, server, site } = row;
  // After a kill the last reported mode stays in the database; a thread that does not run has none.
  const threadRuns = row.responding && ["running", "stopping"].includes(row.downloaderState ?? "stopped");
  const runningMode = threadRuns ? role.runningMode : null;
  return {
    executiveResponding: row.responding,
    role: {
      serverId: server.id,
      serverFqdn: server.fqdn,
      siteCode: site.siteCode,
      siteName: site.name,
      siteVersion: site.version,
      siteFullVersion: site.fullVersion,
      environmentId: role.environmentId,
      environmentName: row.environmentName,
      configuredMode: role.configuredMode,
      configuredModeAt: role.configuredModeAt,
      configuredModeBy: role.configuredModeBy,
      runningMode,
      runningModeSince: runningMode === null ? null : role.runningModeSince,
      pendingRestart: runningMode !== null && runningMode !== role.configuredMode,
      nextBackupAt: row.nextBackupAt,
      lastCloudConnectionAt: role.lastCloudConnectionAt,
      proxy: await proxyAddressOf(ctx.db, server.id),
      downloadStreams: role.downloadStreams,
    },
  };
}

async function anyExecutiveResponds(ctx: Ctx): Promise<boolean> {
  const rows = await ctx.db.select({ one: sql`1` }).from(executives).where(isResponding()).limit(1);
  return rows.length > 0;
}
