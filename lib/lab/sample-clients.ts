import { inArray, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { clientSummary, sites } from "@/lib/db/schema";
import { pick, type Shares, seededRandom } from "./random";
import {
  BROWSERS,
  LOCALES,
  SAMPLE_CLIENT_SHARES as SHARE,
  SURFACE_MODELS,
  WINDOWS,
} from "./sample-client-shares";

type ClientGroup = Omit<typeof clientSummary.$inferInsert, "id">;

/** So many clients of a site, in so many groups that are alike. */
export interface SitePopulation {
  siteCode: string;
  clients: number;
  groups: number;
  locales: Shares<string>;
}

/** The largest number of clients a hierarchy supports (reference/role.md §2). */
const SAMPLE_POPULATION: readonly SitePopulation[] = [
  { siteCode: "PR1", clients: 560_000, groups: 2_200, locales: LOCALES.europe },
  { siteCode: "PR2", clients: 450_000, groups: 1_800, locales: LOCALES.americas },
  { siteCode: "SE1", clients: 15_000, groups: 200, locales: LOCALES.alps },
];

/** How much smaller each group is than the one before it: a few models are everywhere, many are rare. */
const SKEW = 0.8;
const SEED = 2002;

/** Gives the sample hierarchy its clients; one that has some, or other sites, is left alone. */
export async function seedSampleClients(db: Database, now: Date): Promise<void> {
  const codes = SAMPLE_POPULATION.map(({ siteCode }) => siteCode);
  await db.transaction(async (tx) => {
    // Two starts at once would both find the table empty.
    await tx.execute(sql`lock table ${clientSummary} in exclusive mode`);
    const known = await tx.$count(sites, inArray(sites.siteCode, codes));
    if (known < codes.length || (await tx.$count(clientSummary)) > 0) return;
    await insertClients(tx as unknown as Database, SAMPLE_POPULATION, now);
  });
}

const ROWS_OF_A_STATEMENT = 5_000;

/**
 * Set by set: a row for each group, whatever it counts.
 * @param now what ages are counted from
 */
export async function insertClients(
  db: Database,
  population: readonly SitePopulation[],
  now: Date,
): Promise<void> {
  const random = seededRandom(SEED);
  const groups = population.flatMap((site) =>
    sizesOf(site).map((clients) => ({
      siteCode: site.siteCode,
      clients,
      ...sampleGroup(site.locales, now, random),
    })),
  );
  for (let at = 0; at < groups.length; at += ROWS_OF_A_STATEMENT) {
    const columns = groups.slice(at, at + ROWS_OF_A_STATEMENT).map(toColumns);
    const names = sql.raw(Object.keys(columns[0] ?? {}).join(", "));
    await db.execute(sql`
      insert into client_summary (${names})
      select ${names} from json_populate_recordset(null::client_summary, ${JSON.stringify(columns)}::json)`);
  }
  await db.execute(sql`analyze client_summary`);
}

/** `officeVersion` → `office_version`. */
const toColumns = (group: ClientGroup): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(group).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

/** Sizes of groups, the largest first; together exactly the clients of the site. */
function sizesOf({ clients, groups }: SitePopulation): number[] {
  const weights = Array.from({ length: groups }, (_, rank) => 1 / (rank + 1) ** SKEW);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // One for each, so that none is empty; the rest by weight, what rounding leaves to the largest.
  const sizes = weights.map((weight) => 1 + Math.floor(((clients - groups) * weight) / total));
  const given = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.with(0, (sizes[0] ?? 0) + clients - given);
}

function sampleGroup(
  locales: Shares<string>,
  now: Date,
  random: () => number,
): Omit<ClientGroup, "siteCode" | "clients"> {
  const isServer = random() < SHARE.servers;
  const windows = pick(isServer ? WINDOWS.server : WINDOWS.client, random);
  const isModern = windows.osBuild.startsWith("10.");
  const formFactor = isServer ? "server" : pick(SHARE.formFactor, random);
  const virtualizedBy = pick(isServer ? SHARE.serverHosts : SHARE.clientHosts, random);
  const onHardware = virtualizedBy === null;
  const uefi = isModern && random() < SHARE.uefi;
  const browser = isServer ? null : pick(BROWSERS, random);
  const azureAdJoined = !isServer && isModern && random() < SHARE.azureAdJoined;
  return {
    clientVersion: pick(SHARE.clientVersion, random),
    isServer,
    ...windows,
    osInstalledIn: quarterBefore(now, pick(SHARE.osAgeInQuarters, random)),
    locale: pick(locales, random),
    forest: pick(SHARE.forest, random),
    azureAdJoined,
    coManaged: azureAdJoined && random() < SHARE.coManaged,
    officeVersion: isServer ? null : pick(SHARE.officeVersion, random),
    antimalwareVersion: pick(SHARE.antimalwareVersion, random),
    defaultBrowser: browser,
    preferredBrowser:
      browser === null ? null : random() < SHARE.prefersDefault ? browser : pick(BROWSERS, random),
    edgeInstalled: isModern && !isServer,
    processorName: pick(isServer ? SHARE.serverProcessor : SHARE.clientProcessor, random),
    biosYear: now.getUTCFullYear() - pick(SHARE.biosAgeInYears, random),
    secureBoot: uefi && random() < SHARE.secureBoot,
    uefi,
    tpmState: pick(isServer || !onHardware ? SHARE.serverTpm : SHARE.clientTpm, random),
    virtualizedBy,
    surfaceModel: formFactor === "tablet" && onHardware && isModern ? pick(SURFACE_MODELS, random) : null,
    extendedInteroperability: windows.osBranch === "LTSC" && random() < SHARE.extendedInteroperability,
    deploymentMethod: pick(SHARE.deploymentMethod, random),
    installSource: pick(SHARE.installSource, random),
    ntlmFallbackForbidden: random() < SHARE.ntlmFallbackForbidden,
    healthIssue: pick(SHARE.healthIssue, random),
    formFactor,
    driveType: pick(isServer ? SHARE.serverDrive : SHARE.clientDrive, random),
    bootSecondsAverage: Math.round((isServer ? 60 : 20) + random() * 60),
  };
}

/** First day of the quarter `quarters` before the one of `now`, `YYYY-MM-DD`. */
function quarterBefore(now: Date, quarters: number): string {
  const month = now.getUTCMonth() - (now.getUTCMonth() % 3) - 3 * quarters;
  return new Date(Date.UTC(now.getUTCFullYear(), month, 1)).toISOString().slice(0, 10);
}
