import { asc, desc, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  updateDownloads,
  updatePackageEvents,
  updatePackageFiles,
  updatePackageLogLines,
  updatePackages,
} from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { UpdateDetail, UpdateLogLine } from "./model";
import { packageInput } from "./package-input";
import { readServicingProgress } from "./servicing-progress";
import { PACKAGE_COLUMNS, toSummary } from "./update-rows";

const LOG_LINES = 500;
/** The newest; a package that is tried again for years must not grow its page without end. */
const EVENTS = 500;

/** All there is to say about one package. */
export const getUpdate = defineQuery({
  name: "get-update",
  action: "updates.view",
  input: packageInput,
  async run({ db }, { packageGuid }) {
    const all = await db.select(PACKAGE_COLUMNS).from(updatePackages);
    const row = all.find((candidate) => candidate.packageGuid === packageGuid);
    if (!row) return fail("update-not-found");
    const [download] = await db
      .select()
      .from(updateDownloads)
      .where(eq(updateDownloads.packageGuid, packageGuid));
    const servicing = await readServicingProgress(db);
    const named = (guid: string) => all.find((candidate) => candidate.packageGuid === guid) ?? null;
    const prerequisite = row.prereqPackageGuid === null ? null : named(row.prereqPackageGuid);
    return ok({
      ...toSummary(row, download ?? null, all, servicing.get(packageGuid) ?? null),
      description: row.description,
      moreInfoLink: row.moreInfoLink,
      clientVersion: row.clientVersion,
      minCmVersion: row.minCmVersion,
      maxCmVersion: row.maxCmVersion,
      prerequisite:
        row.prereqPackageGuid === null
          ? null
          : {
              packageGuid: row.prereqPackageGuid,
              name: prerequisite?.name ?? null,
              state: prerequisite?.state ?? null,
            },
      supersedes: row.supersedes.map((guid) => ({ packageGuid: guid, name: named(guid)?.name ?? null })),
      applicability: row.applicability,
      applicabilityCheckedAt: row.applicabilityCheckedAt,
      files: await readFiles(db, packageGuid),
      events: await readEvents(db, packageGuid),
      logLines: await readLogLines(db, packageGuid),
    } satisfies UpdateDetail);
  },
});

async function readFiles(db: Database, packageGuid: string): Promise<UpdateDetail["files"]> {
  return db
    .select({
      path: updatePackageFiles.path,
      kind: updatePackageFiles.kind,
      bytes: updatePackageFiles.bytes,
      bytesDone: updatePackageFiles.bytesDone,
      sha256: updatePackageFiles.sha256,
      verifiedAt: updatePackageFiles.verifiedAt,
    })
    .from(updatePackageFiles)
    .where(eq(updatePackageFiles.packageGuid, packageGuid))
    .orderBy(asc(updatePackageFiles.kind), asc(updatePackageFiles.path));
}

async function readEvents(db: Database, packageGuid: string): Promise<UpdateDetail["events"]> {
  const newestFirst = await db
    .select({
      id: updatePackageEvents.id,
      time: updatePackageEvents.time,
      code: updatePackageEvents.code,
      params: updatePackageEvents.params,
      actor: updatePackageEvents.actor,
    })
    .from(updatePackageEvents)
    .where(eq(updatePackageEvents.packageGuid, packageGuid))
    .orderBy(desc(updatePackageEvents.id))
    .limit(EVENTS);
  return newestFirst.toReversed();
}

async function readLogLines(db: Database, packageGuid: string): Promise<UpdateLogLine[]> {
  const newestFirst = await db
    .select({
      id: updatePackageLogLines.id,
      time: updatePackageLogLines.time,
      siteCode: updatePackageLogLines.siteCode,
      logFile: updatePackageLogLines.logFile,
      component: updatePackageLogLines.component,
      severity: updatePackageLogLines.severity,
      message: updatePackageLogLines.message,
    })
    .from(updatePackageLogLines)
    .where(eq(updatePackageLogLines.packageGuid, packageGuid))
    .orderBy(desc(updatePackageLogLines.id))
    .limit(LOG_LINES);
  return newestFirst.toReversed().map((line) => ({ ...line, severity: toSeverity(line.severity) }));
}

const toSeverity = (severity: number): UpdateLogLine["severity"] =>
  severity === 2 || severity === 3 ? severity : 1;
