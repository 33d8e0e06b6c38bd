import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { PIECE_BYTES } from "@/lib/content-library/model";
import type { Database } from "@/lib/db/connection";
import { alerts, contentDistributions, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { testCtx } from "@/lib/testing/factories";
import { prepareEasySetupPackage } from "@/lib/updates/easy-setup/prepare-easy-setup-package";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import type { ReplicationLab, SiteCode } from "./replication-lab";

export const GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
export const NEXT = "61f16b3c-f1f6-4f9f-8647-2a524b0c802d";
export const big = randomBytes(3 * PIECE_BYTES + 17);
export const small = Buffer.from("redist");
export const FILES = { "SMSSetup/setup.cab": big, "redist/one.cab": small };
export const until = { timeout: 20_000, interval: 30 };

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

/** What the tests of a replication ask of the database and the disks. @param lab of the test that runs */
export function replicationScene(db: Database, lab: () => ReplicationLab) {
  const ctx = () => testCtx(db, { clock: lab().clock });
  const prepare = (guid = GUID) =>
    prepareEasySetupPackage(
      lab().thread("CAS", { name: "SMS_HIERARCHY_MANAGER", logFile: "hman.log" }),
      guid,
    );
  const stored = (site: SiteCode, content: Buffer) =>
    readFile(new ContentLibrary(lab().installDir(site)).filePath(sha256(content)));
  const packageState = async (guid = GUID) =>
    (await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, guid)))[0]?.state;
  const siteState = async (site: SiteCode) =>
    (
      await db
        .select()
        .from(updatePackageSiteStatus)
        .where(and(eq(updatePackageSiteStatus.packageGuid, GUID), eq(updatePackageSiteStatus.siteCode, site)))
    )[0]?.state;
  const distribution = async (siteCode: SiteCode, version = 1) =>
    (
      await db
        .select()
        .from(contentDistributions)
        .where(and(eq(contentDistributions.siteCode, siteCode), eq(contentDistributions.version, version)))
    )[0];
  const replicated = (guid = GUID) =>
    expect.poll(() => packageState(guid), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
  /** From `file` of `site`, in order, what a reader of the product looks for. */
  const linesOf = (site: string, file: string) =>
    (lab().lines[site] ?? [])
      .filter((line) => line.startsWith(`${file} `))
      .map((line) => line.slice(file.length + 1));
  const damage = async (site: SiteCode) => {
    const file = new ContentLibrary(lab().installDir(site)).filePath(sha256(big));
    const content = await readFile(file);
    content[PIECE_BYTES + 1] = (content[PIECE_BYTES + 1] ?? 0) ^ 1;
    await writeFile(file, content);
  };
  const openAlerts = async () =>
    (await db.select().from(alerts).where(eq(alerts.state, 0))).map(({ code, objectId }) => ({
      code,
      objectId,
    }));
  return {
    ctx,
    prepare,
    stored,
    packageState,
    siteState,
    distribution,
    replicated,
    linesOf,
    damage,
    openAlerts,
  };
}
