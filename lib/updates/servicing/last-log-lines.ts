import { desc, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { updatePackageLogLines } from "@/lib/db/schema";

/** What a log said last about a package. */
export interface LastLogLine {
  logFile: string;
  component: string;
  /** The site whose server wrote it. */
  siteCode: string;
  time: Date;
  /** 1 information, 2 warning, 3 error. */
  severity: number;
  message: string;
}

/** Where to look for a line. */
export interface LogPlace {
  packageGuid: string;
  component: string;
  logFile: string;
  siteCode: string;
}

/** @returns the function that finds the newest line of a log about a package; one question for all of them */
export async function readLastLogLines(
  db: Database,
  packageGuids: readonly string[],
): Promise<(place: LogPlace) => LastLogLine | null> {
  if (packageGuids.length === 0) return () => null;
  const { packageGuid, component, logFile, siteCode, time, severity, message, id } = updatePackageLogLines;
  const key = [packageGuid, component, logFile, siteCode] as const;
  const rows = await db
    .selectDistinctOn([...key], { packageGuid, component, logFile, siteCode, time, severity, message })
    .from(updatePackageLogLines)
    .where(inArray(packageGuid, [...packageGuids]))
    .orderBy(...key, desc(id));
  const keyOf = (place: LogPlace) =>
    [place.packageGuid, place.component, place.logFile.toLowerCase(), place.siteCode].join("\n");
  const lines = new Map(
    rows.map(({ packageGuid: guid, ...line }) => [keyOf({ packageGuid: guid, ...line }), line]),
  );
  return (place) => lines.get(keyOf(place)) ?? null;
}
