import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  contentDistributions,
  easySetupVersions,
  fileReplicationRoutes,
  sites,
  updatePackageSiteStatus,
} from "@/lib/db/schema";
import { type RegisteredServer, registeredSiteServers } from "@/lib/file-exchange/registered-servers";
import type { Route } from "./route";

const SECONDARY = 1;

/** While it is sent, while what came is looked at, and later, when the site repairs what it has stored. */
const GIVEN_IN = ["sending", "storing", "stored"] as const;

/** A version of the Easy Setup package that a child site may fetch. */
export interface Grant {
  packageId: string;
  version: number;
  packageGuid: string;
  manifestSha256: string;
  siteCode: string;
  /** Of its content at that site; null for a secondary, which has no send requests. */
  state: (typeof contentDistributions.$inferSelect)["state"] | null;
  sendRequestId: string | null;
}

/** What the database says about who may fetch what from a site, and how. */
export interface SenderGrants {
  /** Site servers of the child sites, by the fingerprint of their certificate. */
  clients: ReadonlyMap<string, RegisteredServer>;
  /** By site code. */
  grants: ReadonlyMap<string, Grant[]>;
  /** By site code of the child. */
  routes: ReadonlyMap<string, Route>;
}

export async function readSenderGrants(db: Database, siteCode: string): Promise<SenderGrants> {
  const children = await db
    .select({ siteCode: sites.siteCode, type: sites.type, messagingEnabled: sites.messagingEnabled })
    .from(sites)
    .where(eq(sites.parentSiteCode, siteCode));
  const [self] = await db
    .select({ messagingEnabled: sites.messagingEnabled })
    .from(sites)
    .where(eq(sites.siteCode, siteCode));
  const limits = await db
    .select()
    .from(fileReplicationRoutes)
    .where(eq(fileReplicationRoutes.sourceSiteCode, siteCode));
  const limitOf = new Map(limits.map((row) => [row.destinationSiteCode, row]));
  const routes = children.map((child): [string, Route] => [
    child.siteCode,
    {
      bytesPerSecond: limitOf.get(child.siteCode)?.bytesPerSecond ?? null,
      openHours: limitOf.get(child.siteCode)?.openHours ?? null,
      messagingEnabled: child.messagingEnabled && (self?.messagingEnabled ?? true),
    },
  ]);
  const codes = (secondary: boolean) =>
    children.filter(({ type }) => (type === SECONDARY) === secondary).map((child) => child.siteCode);
  const granted = [
    ...(await grantsOfPrimaries(db, codes(false))),
    ...(await grantsOfSecondaries(db, codes(true))),
  ];
  return {
    clients: await registeredSiteServers(db, eq(sites.parentSiteCode, siteCode)),
    grants: Map.groupBy(granted, (grant) => grant.siteCode),
    routes: new Map(routes),
  };
}

const version = {
  packageId: easySetupVersions.packageId,
  version: easySetupVersions.version,
  packageGuid: easySetupVersions.packageGuid,
  manifestSha256: easySetupVersions.manifestSha256,
};

async function grantsOfPrimaries(db: Database, siteCodes: readonly string[]): Promise<Grant[]> {
  const rows = await db
    .select({
      ...version,
      siteCode: contentDistributions.siteCode,
      state: contentDistributions.state,
      sendRequestId: contentDistributions.sendRequestId,
    })
    .from(contentDistributions)
    .innerJoin(
      easySetupVersions,
      and(
        eq(easySetupVersions.packageId, contentDistributions.packageId),
        eq(easySetupVersions.version, contentDistributions.version),
      ),
    )
    .where(
      and(
        inArray(contentDistributions.siteCode, [...siteCodes]),
        inArray(contentDistributions.state, [...GIVEN_IN]),
      ),
    );
  return rows.flatMap(named);
}

/** A secondary site takes its content from its parent when an administrator has it updated (reference/updates.md §12). */
async function grantsOfSecondaries(db: Database, siteCodes: readonly string[]): Promise<Grant[]> {
  const rows = await db
    .select({ ...version, siteCode: updatePackageSiteStatus.siteCode })
    .from(updatePackageSiteStatus)
    .innerJoin(easySetupVersions, eq(easySetupVersions.packageGuid, updatePackageSiteStatus.packageGuid))
    .where(
      and(
        inArray(updatePackageSiteStatus.siteCode, [...siteCodes]),
        isNull(updatePackageSiteStatus.finishedAt),
        isNull(easySetupVersions.retiredAt),
        isNotNull(easySetupVersions.manifestSha256),
      ),
    );
  return rows.flatMap((row) => named({ ...row, state: null, sendRequestId: null }));
}

/** A version without a manifest has nothing to give yet. */
const named = (row: Omit<Grant, "manifestSha256"> & { manifestSha256: string | null }): Grant[] =>
  row.manifestSha256 === null ? [] : [{ ...row, manifestSha256: row.manifestSha256 }];
