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
import { downloadStep, FLOWS, type FlowName, type FlowStep, installStep } from "./flows";
import { type LastLogLine, type LogPlace, readLastLogLines } from "./last-log-lines";

/** A package at a step of a flow. */
export interface FlowPosition {
  flow: FlowName;
  step: string;
  packageGuid: string;
  name: string;
  state: number;
  prereqFlag: number;
  /** Null while it is the hierarchy's and not yet a site's. */
  siteCode: string | null;
  /** What the log of the step said last about the package; null before it said anything. */
  line: LastLogLine | null;
}

type Place = Omit<FlowPosition, "line">;

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
    const places: Place[] = [];
    for (const pack of packages) {
      const step = downloadStep(updateStateName(pack.state) ?? "UNKNOWN");
      if (step) places.push({ flow: "download", step, ...pack, siteCode: null });
      else places.push(...(await placesAtSites(db, pack)));
    }
    const lastLine = await readLastLogLines(
      db,
      packages.map((pack) => pack.packageGuid),
    );
    const topLevel = await topLevelSite(db);
    const positions = places.map(
      (place): FlowPosition => ({ ...place, line: lineOf(place, topLevel, lastLine) }),
    );
    return ok({ positions });
  },
});

/** The top-level site does the steps of its own section for the others, and decides for all of them. */
function lineOf(
  { flow, step, packageGuid, siteCode }: Place,
  topLevel: string,
  lastLine: (place: LogPlace) => LastLogLine | null,
): LastLogLine | null {
  const { component, logFile, section } = STEPS.get(`${flow} ${step}`) ?? {};
  if (!component || !logFile) return null;
  const place = { packageGuid, component, logFile };
  const own = section === "top-level-site" ? topLevel : (siteCode ?? topLevel);
  return lastLine({ ...place, siteCode: own }) ?? lastLine({ ...place, siteCode: topLevel });
}

const STEPS: ReadonlyMap<string, FlowStep> = new Map(
  Object.entries(FLOWS).flatMap(([flow, { steps }]) => steps.map((step) => [`${flow} ${step.id}`, step])),
);

async function topLevelSite(db: Database): Promise<string> {
  const [top] = await db.select({ siteCode: sites.siteCode }).from(sites).where(isNull(sites.parentSiteCode));
  return top?.siteCode ?? "";
}

async function packagesInWork(db: Database, chosen: string | undefined) {
  const { packageGuid, name, state, prereqFlag, withdrawnAt, lastUpdateTime } = updatePackages;
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
      prereqFlag,
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
  prereqFlag: number;
}

/** One place a site; where no site has begun, the package as a whole. */
async function placesAtSites(db: Database, serviced: ServicedPackage): Promise<Place[]> {
  const { packageGuid } = serviced;
  const rows = await db
    .selectDistinctOn([sites.siteCode], {
      siteCode: sites.siteCode,
      parentSiteCode: sites.parentSiteCode,
      state: updatePackageSiteStatus.state,
      prereqFlag: updatePackageSiteStatus.prereqFlag,
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
  return rows.map(({ siteCode, parentSiteCode, state, prereqFlag, content }) => ({
    flow: "install",
    step: installStep(updateStateName(state) ?? "ENABLED", { isTopLevel: parentSiteCode === null, content }),
    packageGuid,
    name: serviced.name,
    state,
    prereqFlag,
    siteCode,
  }));
}
