import { eq, notInArray } from "drizzle-orm";
import { updateCheck, updateDownloads, updatePackages } from "@/lib/db/schema";
import { readOpenRun } from "@/lib/updates/servicing/run";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import type { DependentReader } from "./model";

export const updateUnderWay: DependentReader = async ({ db }) => {
  const run = await readOpenRun(db);
  if (!run) return [];
  const { name, packageGuid } = run;
  return [
    {
      id: "update-under-way",
      state: "running",
      params: { name },
      blocks: true,
      link: `/updates/${packageGuid}`,
    },
  ];
};

export const updateCheckSchedule: DependentReader = async ({ db }) => {
  const [check] = await db.select({ nextAt: updateCheck.nextCheckAt }).from(updateCheck);
  const nextAt = check?.nextAt ?? null;
  return [
    {
      id: "update-check",
      state: nextAt ? "scheduled" : "not-scheduled",
      params: { nextAt: nextAt?.toISOString() ?? "" },
      blocks: false,
      link: "/updates",
    },
  ];
};

/** Downloads that are not at their end: their files are on the server that holds the role. */
export const downloads: DependentReader = async ({ db }) => {
  const rows = await db
    .select({
      guid: updatePackages.packageGuid,
      name: updatePackages.name,
      phase: updateDownloads.phase,
      bytesDone: updateDownloads.bytesDone,
    })
    .from(updateDownloads)
    .innerJoin(updatePackages, eq(updatePackages.packageGuid, updateDownloads.packageGuid))
    .where(notInArray(updateDownloads.phase, ["done", "canceled"]))
    .orderBy(updatePackages.name);
  return rows.map(({ guid, name, phase, bytesDone }) => ({
    id: "download",
    state: phase,
    params: { name, bytesDone },
    blocks: false,
    link: `/updates/${guid}`,
  }));
};

/** Downloaded and not installed: the files are in the EasySetupPayload of the server that holds the role. */
export const downloadedUpdates: DependentReader = async ({ db }) => {
  const rows = await db
    .select({ guid: updatePackages.packageGuid, name: updatePackages.name, bytes: updatePackages.totalBytes })
    .from(updatePackages)
    .where(eq(updatePackages.state, UPDATE_STATE.DOWNLOAD_SUCCESS))
    .orderBy(updatePackages.name);
  return rows.map(({ guid, name, bytes }) => ({
    id: "downloaded-update",
    state: "ready",
    params: { name, bytes },
    blocks: false,
    link: `/updates/${guid}`,
  }));
};
