import { inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { updatePackageFiles } from "@/lib/db/schema";
import { type HierarchyFacts, judgeApplicability } from "@/lib/updates/applicability";
import type { CatalogueFile, CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import { DownloadError } from "@/lib/updates/download/failure";
import { readHierarchyFacts } from "@/lib/updates/judge-packages";
import type { Relevance } from "@/lib/usage-data/ingestion-protocol";
import type { KnownRelevance } from "@/lib/usage-data/read-relevance";
import { type ImportReport, TARGETS_FOLDER } from "./model";
import type { TransferPackage } from "./open-package";

export interface PlannedUpdate {
  update: CatalogueUpdate;
  report: ImportReport["updates"][number];
}

const APPLICABILITY = {
  APPLICABILITY_SUCCESS: "applicable",
  APPLICABILITY_HIDE: "not-needed",
  APPLICABILITY_NA: "not-applicable",
} as const;

/**
 * What the package would bring of each update of its catalogue, newest version of the catalogue first. Nothing is
 * changed; it is judged as it will be when catalogue and relevance are stored. What nobody needs any more is not brought, although its files may be there.
 * @throws DownloadError `target-length-mismatch` when a target has another size than was signed
 */
export async function planImport(
  db: Database,
  pack: TransferPackage,
  updates: readonly CatalogueUpdate[],
  relevance: Relevance | null,
): Promise<PlannedUpdate[]> {
  const facts = await readHierarchyFacts(db);
  const here = await readVerifiedFiles(db, updates);
  const withNews = facts && {
    ...facts,
    packages: mergePackages(facts.packages, updates),
    relevance: facts.relevance && mergeRelevance(facts.relevance, relevance),
  };
  return updates.map((update) => {
    const { entry, files } = update;
    const lacking = files.filter((file) => here.get(keyOf(entry.packageGuid, file)) !== file.sha256);
    const judged = withNews ? judgeApplicability(entry, withNews) : null;
    const applicability = judged ? APPLICABILITY[judged.outcome] : "not-applicable";
    const unmet = judged?.reasons.find(({ passed }) => !passed);
    const travels =
      applicability !== "not-needed" && lacking.length > 0 && lacking.every((f) => isPacked(pack, f));
    const brought = travels ? lacking : [];
    return {
      update,
      report: {
        packageGuid: entry.packageGuid,
        name: entry.name,
        fullVersion: entry.fullVersion,
        outcome: lacking.length === 0 ? "present" : travels ? "import" : "listed",
        applicability,
        unmet: unmet ? { rule: unmet.rule, params: unmet.params } : null,
        files: brought.length,
        bytes: brought.reduce((sum, { bytes }) => sum + bytes, 0),
      },
    };
  });
}

function isPacked(pack: TransferPackage, file: CatalogueFile): boolean {
  const bytes = pack.bytesOf(TARGETS_FOLDER + file.sha256);
  if (bytes !== null && bytes !== file.bytes)
    throw new DownloadError("target-length-mismatch", {
      path: file.path,
      expectedBytes: file.bytes,
      actualBytes: bytes,
    });
  return bytes !== null;
}

const keyOf = (packageGuid: string, { path }: { path: string }): string => `${packageGuid}/${path}`;

async function readVerifiedFiles(
  db: Database,
  updates: readonly CatalogueUpdate[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({
      packageGuid: updatePackageFiles.packageGuid,
      path: updatePackageFiles.path,
      sha256: updatePackageFiles.sha256,
      verifiedAt: updatePackageFiles.verifiedAt,
    })
    .from(updatePackageFiles)
    .where(
      inArray(
        updatePackageFiles.packageGuid,
        updates.map(({ entry }) => entry.packageGuid),
      ),
    );
  return new Map(
    rows.filter(({ verifiedAt }) => verifiedAt).map((row) => [keyOf(row.packageGuid, row), row.sha256]),
  );
}

/** The packages as they will be known when the catalogue is stored. */
function mergePackages(
  known: HierarchyFacts["packages"],
  updates: readonly CatalogueUpdate[],
): HierarchyFacts["packages"] {
  const published = new Map(updates.map(({ entry }) => [entry.packageGuid, entry]));
  const kept = known.map((pack) => {
    const entry = published.get(pack.packageGuid);
    published.delete(pack.packageGuid);
    return entry ? { ...pack, supersedes: entry.supersedes, withdrawnAt: null } : pack;
  });
  const added = [...published.values()].map(({ packageGuid, name, supersedes }) => {
    return { packageGuid, name, supersedes, state: 0, withdrawnAt: null, source: "catalogue" as const };
  });
  return [...kept, ...added];
}

/** What the package carries takes the place of what was said before, as when it is stored. */
function mergeRelevance(known: KnownRelevance, carried: Relevance | null): KnownRelevance {
  if (!carried) return known;
  const updates = carried.updates.map(
    ({ packageGuid, relevant, reason }): [string, KnownRelevance["updates"][string]] => [
      packageGuid,
      { relevant, reason: reason ?? null },
    ],
  );
  return { accepted: true, updates: Object.fromEntries(updates) };
}
