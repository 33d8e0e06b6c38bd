import { and, asc, desc, eq, isNull, ne, or } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import {
  contentDistributions,
  easySetupVersions,
  sites,
  updatePackageSiteStatus,
  updatePackages,
} from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { UPDATE_STATE, updateStateName } from "../state-machine";
import { downloadStep, type FlowName, installStep } from "./flows";

/** A package at a step of a flow. */
export interface FlowPosition {
  flow: FlowName;
  step: string;
  packageGuid: string;
  name: string;
  state: number;
  /** Null while it is the hierarchy's and not yet a site's. */
  siteCode: string | null;
}

/** A page shows so many packages; 200 of five years are history, not work. */
const PACKAGES_MAX = 25;
const SECONDARY = 1;
const HIDDEN = [UPDATE_STATE.APPLICABILITY_HIDE, UPDATE_STATE.APPLICABILITY_NA];

/** Where each package is now in the two flowcharts; an installed one only when it is asked for. */
export const getServicingFlow = defineQuery({
  name: "get-servicing-flow",
  action: "updates.view",
  input: z.object({ packageGuid: z.guid().optional() }),
  async run({ db }, { packageGuid }) {
    const packages = await packagesInWork(db, packageGuid);
    const positions: FlowPosition[] = [];
    for (const { packageGuid, name, state } of packages) {
      const step = downloadStep(updateStateName(state) ?? "UNKNOWN");
      if (step) positions.push({ flow: "download", step, packageGuid, name, state, siteCode: null });
      else positions.push(...(await positionsAtSites(db, { packageGuid, name, state })));
    }
    return ok({ positions });
  },
});

async function packagesInWork(db: Database, chosen: string | undefined) {
  const { packageGuid, name, state, withdrawnAt, lastUpdateTime } = updatePackages;
  const isWork = and(
    isNull(withdrawnAt),
    ne(state, UPDATE_STATE.INSTALL_SUCCESS),
    ...HIDDEN.map((hidden) => ne(state, hidden)),
  );
  return db
    .select({
      packageGuid,
      name,
      state,
    })
    .from(updatePackages)
    .where(chosen ? or(isWork, eq(packageGuid, chosen)) : isWork)
    .orderBy(chosen ? desc(eq(packageGuid, chosen)) : desc(lastUpdateTime), desc(lastUpdateTime))
    .limit(PACKAGES_MAX);
}

interface ServicedPackage {
  packageGuid: string;
  name: string;
  state: number;
}

/** One position a site; where no site has begun, the package as a whole. */
async function positionsAtSites(db: Database, serviced: ServicedPackage): Promise<FlowPosition[]> {
  const { packageGuid } = serviced;
  const rows = await db
    .selectDistinctOn([sites.siteCode], {
      siteCode: sites.siteCode,
      parentSiteCode: sites.parentSiteCode,
      state: updatePackageSiteStatus.state,
      content: contentDistributions.state,
    })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .leftJoin(easySetupVersions, eq(easySetupVersions.packageGuid, updatePackageSiteStatus.packageGuid))
    .leftJoin(
      contentDistributions,
      and(
        eq(contentDistributions.packageId, easySetupVersions.packageId),
        eq(contentDistributions.version, easySetupVersions.version),
        eq(contentDistributions.siteCode, sites.siteCode),
      ),
    )
    .where(and(eq(updatePackageSiteStatus.packageGuid, packageGuid), ne(sites.type, SECONDARY)))
    .orderBy(asc(sites.siteCode), desc(easySetupVersions.version));
  if (rows.length === 0) {
    const step = installStep(updateStateName(serviced.state) ?? "ENABLED", {
      isTopLevel: true,
      content: null,
    });
    return [{ flow: "install", step, ...serviced, siteCode: null }];
  }
  return rows.map(({ siteCode, parentSiteCode, state, content }) => ({
    flow: "install",
    step: installStep(updateStateName(state) ?? "ENABLED", { isTopLevel: parentSiteCode === null, content }),
    packageGuid,
    name: serviced.name,
    state,
    siteCode,
  }));
}
