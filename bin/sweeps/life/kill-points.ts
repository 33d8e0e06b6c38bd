import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  contentDistributions,
  updateDownloads,
  updatePackageSiteStatus,
  updatePackageSteps,
} from "@/lib/db/schema";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import { UPDATE_STATES, updateStateName } from "@/lib/updates/state-machine";
import type { Change } from "./changes";

/** Stages of a package's life, in their order. */
const STAGES = [
  "catalogue",
  "download",
  "verify",
  "replicate",
  "check",
  "stage",
  "install",
  "post-installation",
] as const;
type Stage = (typeof STAGES)[number];

/** Where a kill met the package: at one site, or before any site had to do with it. */
interface KillPoint {
  stage: Stage;
  /** What was under way, e.g. the name of a step. */
  at: string;
}

/** Counts kills by what they met. */
export class KillPoints {
  private readonly stages = new Map<Stage, number>();
  private readonly points = new Map<string, number>();
  total = 0;

  add(met: readonly KillPoint[]): void {
    this.total += 1;
    for (const stage of new Set(met.map((point) => point.stage))) {
      this.stages.set(stage, this.in(stage) + 1);
    }
    for (const point of new Set(met.map(({ stage, at }) => `${stage}: ${at}`))) {
      this.points.set(point, (this.points.get(point) ?? 0) + 1);
    }
  }

  /** Kills that met the package in `stage`, at one site at least. */
  in(stage: Stage): number {
    return this.stages.get(stage) ?? 0;
  }

  get missed(): Stage[] {
    return STAGES.filter((stage) => this.in(stage) === 0);
  }

  /** Stages in their order, each with what was met in it, most often first. */
  toString(): string {
    return STAGES.map((stage) => {
      const met = [...this.points]
        .filter(([point]) => point.startsWith(`${stage}: `))
        .sort(([, a], [, b]) => b - a)
        .map(([point, count]) => `${point.slice(stage.length + 2)} ${count}`);
      return `  ${String(this.in(stage)).padStart(4)} × ${stage.padEnd(18)} ${met.join(", ")}`;
    }).join("\n");
  }
}

/**
 * What the database says of a package right after a kill: one point for each site that is not through.
 * @param last the last change before the kill
 */
export async function killPointsOf(
  db: Database,
  packageGuid: string | undefined,
  last: Change | undefined,
): Promise<KillPoint[]> {
  const [download] = packageGuid
    ? await db.select().from(updateDownloads).where(eq(updateDownloads.packageGuid, packageGuid))
    : [];
  if (!packageGuid || !download) return [{ stage: "catalogue", at: "before the download" }];
  if (download.phase !== "done") {
    const verifies = download.phase === "verifying" || last?.tableName === "update_package_files";
    return [
      verifies
        ? { stage: "verify", at: "a file verified a moment ago" }
        : { stage: "download", at: download.phase },
    ];
  }
  const sites = await db
    .select()
    .from(updatePackageSiteStatus)
    .where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
  if (sites.length === 0) return [{ stage: "replicate", at: "before the Easy Setup package" }];
  const steps = await db
    .select()
    .from(updatePackageSteps)
    .where(
      and(
        eq(updatePackageSteps.packageGuid, packageGuid),
        eq(updatePackageSteps.isComplete, STEP_STATE.inProgress),
      ),
    );
  const distributions = await db.select().from(contentDistributions);
  return sites.map(({ siteCode, state }) => {
    const name = updateStateName(state) ?? "UNKNOWN";
    const running = steps.find((step) => step.siteCode === siteCode);
    if (name === "CONTENT_REPLICATING" || name === "CONTENT_REPLICATION_SUCCESS") {
      const distribution = distributions.find((row) => row.siteCode === siteCode);
      if (running?.step === "extract-update-package") return { stage: "stage", at: running.step };
      return { stage: "replicate", at: distribution?.state ?? "before the minijob" };
    }
    if (running?.step === "extract-update-package") return { stage: "stage", at: running.step };
    if (name.startsWith("PREREQ"))
      return { stage: "check", at: running?.step ?? UPDATE_STATES[name].console };
    if (name === "INSTALL_SUCCESS")
      return { stage: "post-installation", at: running?.step ?? "between steps" };
    return { stage: "install", at: running?.step ?? UPDATE_STATES[name].console };
  });
}
