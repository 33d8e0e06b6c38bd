import path from "node:path";
import { and, desc, eq, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  cloudEnvironments,
  serviceConnectionPoint,
  sites,
  updatePackageFiles,
  updatePackages,
  usageDataRuns,
  usageDataUploads,
} from "@/lib/db/schema";
import { CatalogueError } from "@/lib/updates/catalogue/catalogue-failure";
import { trustedMetadataFolder } from "@/lib/updates/catalogue/read-catalogue";
import { readTrusted } from "@/lib/updates/catalogue/trusted-metadata";
import { isDownloaded, UPDATE_STATE } from "@/lib/updates/state-machine";
import type { UsageDataLevel } from "@/lib/usage-data/model";
import { readDocument } from "@/lib/usage-data/read-document";
import { readUsageDataSettings } from "@/lib/usage-data/settings";
import { REQUEST, TRANSFER_SCHEMA_VERSION, type TransferRequest, USAGE_DATA_FOLDER } from "./model";
import { siteVersionFile } from "./seal-answer";
import { packageBytes, sealPackage, signedJson, smallFile } from "./seal-package";
import type { SigningKey } from "./signing";

/** Where the server that holds the role keeps the key its requests are signed with. */
export const signingKeyFile = (installDir: string): string => path.join(installDir, "offline", "signing.key");

export interface BuiltRequest {
  body: Buffer;
  siteVersion: string;
  runId: string | null;
}

/**
 * Packs what the tool needs on a computer that knows nothing of this hierarchy: usage data, what is here and what is
 * wanted, and whom the hierarchy trusts.
 * @throws CatalogueError `catalogue-not-configured`
 */
export async function buildRequest(
  db: Database,
  {
    requestId,
    wants,
    installDir,
    key,
    now,
    writtenBy,
  }: {
    requestId: string;
    wants: readonly string[];
    installDir: string;
    key: SigningKey;
    now: Date;
    writtenBy: string;
  },
): Promise<BuiltRequest> {
  const newest = await readNewestBatch(db);
  const batch = await readNewestBatch(db, (await readUsageDataSettings(db)).level);
  const siteVersion = await readSiteVersion(db);
  // Before the first usage data the hierarchy has no name that may leave; its server's key names it as well.
  const hierarchy = newest?.hierarchy ?? smallFile("", Buffer.from(key.publicKey)).sha256;
  const createdAt = now.toISOString();
  const request: TransferRequest = {
    schemaVersion: TRANSFER_SCHEMA_VERSION,
    requestId,
    hierarchy,
    siteVersion,
    createdAt,
    ...(await readTrust(db, installDir)),
    packages: await readPackages(db, new Set(wants)),
  };
  const files = [
    siteVersionFile(siteVersion),
    ...signedJson(REQUEST, request, key),
    ...(batch ? [smallFile(`${USAGE_DATA_FOLDER}${batch.sha256}.json.gz`, batch.body)] : []),
  ];
  const facts = { kind: "request", requestId, hierarchy, createdAt, writtenBy } as const;
  const body = await packageBytes(sealPackage(facts, files, key));
  return { body, siteVersion, runId: batch?.runId ?? null };
}

const CARRIED = ["pending", "uploading", "waiting", "accepted"] as const;

/**
 * What was accepted once is carried again: the service knows it, and judges from it.
 * @param levelMax what a lowered level forbids is not carried, however often it left before
 */
async function readNewestBatch(db: Database, levelMax: UsageDataLevel = 3) {
  const [run] = await db
    .select({ runId: usageDataRuns.runId, body: usageDataRuns.body, sha256: usageDataRuns.bodySha256 })
    .from(usageDataRuns)
    .innerJoin(usageDataUploads, eq(usageDataUploads.runId, usageDataRuns.runId))
    .where(
      and(
        eq(usageDataRuns.state, "complete"),
        inArray(usageDataUploads.state, [...CARRIED]),
        lte(usageDataRuns.level, levelMax),
      ),
    )
    .orderBy(desc(usageDataRuns.finishedAt))
    .limit(1);
  if (!run?.body || !run.sha256) return null;
  const { hierarchy } = await readDocument(run.body);
  return { runId: run.runId, body: run.body, sha256: run.sha256, hierarchy };
}

async function readSiteVersion(db: Database): Promise<string> {
  const [site] = await db
    .select({ fullVersion: sites.fullVersion })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .orderBy(sites.siteCode)
    .limit(1);
  if (!site) throw new Error("the hierarchy has no site");
  return site.fullVersion;
}

async function readTrust(
  db: Database,
  installDir: string,
): Promise<Pick<TransferRequest, "environment" | "trustedRoot" | "trustedVersions">> {
  const [role] = await db
    .select({ environment: cloudEnvironments })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId));
  const {
    id,
    catalogueMetadataUrl,
    catalogueTargetsUrl,
    catalogueTrustedRoot,
    usageDataUrl,
    certificateAuthorities,
  } = role?.environment ?? {};
  if (!id || !catalogueMetadataUrl || !catalogueTargetsUrl || !catalogueTrustedRoot)
    throw new CatalogueError("catalogue-not-configured", { environment: id ?? "" });
  const firstRoot = Buffer.from(JSON.stringify(catalogueTrustedRoot));
  const { root, versions } = await readTrusted(trustedMetadataFolder(installDir, id), firstRoot);
  return {
    environment: {
      id,
      catalogueMetadataUrl,
      catalogueTargetsUrl,
      usageDataUrl: usageDataUrl ?? null,
      certificateAuthorities: certificateAuthorities ?? null,
    },
    trustedRoot: root,
    trustedVersions: versions,
  };
}

async function readPackages(db: Database, wants: ReadonlySet<string>): Promise<TransferRequest["packages"]> {
  const packages = await db
    .select({ packageGuid: updatePackages.packageGuid, state: updatePackages.state })
    .from(updatePackages)
    .where(isNull(updatePackages.withdrawnAt))
    .orderBy(updatePackages.packageGuid);
  const withGaps = await db
    .selectDistinct({ packageGuid: updatePackageFiles.packageGuid })
    .from(updatePackageFiles)
    .where(isNull(updatePackageFiles.verifiedAt));
  const withFiles = await db
    .selectDistinct({ packageGuid: updatePackageFiles.packageGuid })
    .from(updatePackageFiles)
    .where(isNotNull(updatePackageFiles.verifiedAt));
  const lacking = new Set(withGaps.map((row) => row.packageGuid));
  const holding = new Set(withFiles.map((row) => row.packageGuid));
  return packages.map(({ packageGuid, state }) => {
    const isHere = isDownloaded(state) || (holding.has(packageGuid) && !lacking.has(packageGuid));
    if (state === UPDATE_STATE.INSTALL_SUCCESS) return { packageGuid, state: "installed" };
    if (isHere) return { packageGuid, state: "has" };
    return { packageGuid, state: wants.has(packageGuid) ? "wants" : "lacks" };
  });
}
