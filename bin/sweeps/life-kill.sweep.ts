import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { and, eq, isNotNull, ne } from "drizzle-orm";
import { Agent, request } from "undici";
import { systemClock } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { Ctx } from "@/lib/context";
import {
  cloudEnvironments,
  contentDistributions,
  easySetupVersions,
  fileReplicationRoutes,
  serviceConnectionPoint,
  sites,
  statusMessages,
  updateDownloads,
  updatePackageEvents,
  updatePackageRuns,
  updatePackageSiteStatus,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import { LAB_ENVIRONMENT_ID } from "@/lib/lab/lab-environment-row";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { CHUNK_BYTES } from "@/lib/updates/download/plan";
import { readMaps } from "@/lib/updates/installation/read-maps";
import { packageFolder } from "@/lib/updates/run-download";
import { installUpdate } from "@/lib/updates/servicing/install-update";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import { UPDATE_STATE, updateStateName } from "@/lib/updates/state-machine";
import { type CountingProxy, startCountingProxy } from "./counting-proxy";
import { KillableProduct } from "./killable-product";
import type { SweepCheck } from "./model";

/** kill -9 of the executive, over as many lives of a package as that takes; then of the database. */
const EXECUTIVE_KILLS = 200;
const DATABASE_KILLS = 50;
/** Small enough for many lives, large enough that every stage lasts longer than a kill. */
const PAYLOAD_SCALE = 0.5;
/** Of one answer of the cloud, and of the route to each child site. */
const CLOUD_BYTES_PER_SECOND = 3_000_000;
const ROUTE_BYTES_PER_SECOND = 15_000_000;
const LONGEST_RUN_MS = 1_500;
/** A life that needs more than this many kills does not come forward any more. */
const MOST_KILLS_OF_A_LIFE = 150;
const ENDS_WITHIN_MS = 180_000;

const ROLE_SERVER = "scp01.contoso.com";
const SITE_SERVERS = { CAS: "cas01.contoso.com", PR1: "pri1.contoso.com", PR2: "pri2.contoso.com" };
const SITE_CODES = Object.keys(SITE_SERVERS) as (keyof typeof SITE_SERVERS)[];
const SECONDARY = 1;

/** Metadata of each start's check, and what TLS adds to the bytes of the files. */
const OVERHEAD = 1.01;

/** How often a kill met the package in which state. */
const points = new Map<string, number>();

/** One package from the catalogue to the last site, in a hierarchy of its own. */
class Life {
  readonly kills = { executive: 0, database: 0 };

  private constructor(
    readonly product: KillableProduct,
    private readonly proxy: CountingProxy,
  ) {}

  static async begin(): Promise<Life> {
    const product = await KillableProduct.start("life-kill", PAYLOAD_SCALE);
    const proxy = await startCountingProxy();
    const { db } = product;
    await db.update(serviceConnectionPoint).set({ proxyHost: "127.0.0.1", proxyPort: proxy.port });
    for (const destinationSiteCode of ["PR1", "PR2"]) {
      await db.insert(fileReplicationRoutes).values({
        sourceSiteCode: "CAS",
        destinationSiteCode,
        bytesPerSecond: ROUTE_BYTES_PER_SECOND,
        updatedAt: new Date(),
        updatedBy: "sweep",
      });
    }
    await slowDown(product);
    return new Life(product, proxy);
  }

  /** Lets the executive run for a while, kills it, and notes where that met the package. */
  async runAndKillExecutive(): Promise<void> {
    await this.product.startExecutive();
    await this.goOn(Math.random() * LONGEST_RUN_MS);
    await this.product.killExecutive();
    this.kills.executive++;
    await this.note();
  }

  /** Kills PostgreSQL under a running executive. */
  async runAndKillDatabase(): Promise<void> {
    await this.goOn(300 + Math.random() * LONGEST_RUN_MS);
    await this.note();
    await this.product.killDatabase();
    this.kills.database++;
  }

  async isInstalled(): Promise<boolean> {
    const [pack] = await this.product.db
      .select()
      .from(updatePackages)
      .where(eq(updatePackages.state, UPDATE_STATE.INSTALL_SUCCESS));
    return pack !== undefined;
  }

  async end(): Promise<void> {
    await this.product.until(
      "installed at all sites",
      async () => {
        await this.installWhenReady();
        return (await this.isInstalled()) && (await this.openRuns()) === 0 && (await this.openSteps()) === 0;
      },
      ENDS_WITHIN_MS,
    );
  }

  /** The same bytes at every site, nothing lost, nothing done twice. */
  async isWhole(): Promise<void> {
    const { db } = this.product;
    const [pack] = await db
      .select()
      .from(updatePackages)
      .where(eq(updatePackages.state, UPDATE_STATE.INSTALL_SUCCESS));
    assert.ok(pack, "no package is installed");
    const { packageGuid } = pack;
    for (const site of await db.select().from(sites).where(ne(sites.type, SECONDARY))) {
      assert.equal(site.fullVersion, pack.fullVersion, `version of ${site.siteCode}`);
      assert.equal(site.messagingEnabled, true, `messaging of ${site.siteCode}`);
    }
    const statuses = await db
      .select()
      .from(updatePackageSiteStatus)
      .where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
    assert.deepEqual(statuses.map((row) => row.siteCode).sort(), SITE_CODES.toSorted());
    assert.deepEqual([...new Set(statuses.map((row) => row.siteInstallId))], [1], "no attempt was repeated");
    await this.everyFileIsThere(packageGuid);
    await this.contentIsWhole(packageGuid);
    await this.nothingTwice(packageGuid);
    await this.refetchedLittle(packageGuid, pack.totalBytes);
  }

  async close(): Promise<void> {
    await this.product.close();
    await this.proxy.close();
  }

  private async goOn(ms: number): Promise<void> {
    for (const until = performance.now() + ms; performance.now() < until; await delay(25)) {
      await this.installWhenReady();
    }
  }

  /** What the administrator does in between: installs the package when it is ready. */
  private async installWhenReady(): Promise<void> {
    const { db } = this.product;
    const [ready] = await db
      .select({ packageGuid: updatePackages.packageGuid })
      .from(updatePackages)
      .where(eq(updatePackages.state, UPDATE_STATE.DOWNLOAD_SUCCESS))
      .catch(() => []);
    // Once the top-level site is updated, the next update comes by itself; this is the life of the first.
    const runs = await db
      .select()
      .from(updatePackageRuns)
      .catch(() => null);
    if (!ready || runs?.length !== 0) return;
    const ctx: Ctx = {
      actor: { kind: "command-line", osUser: "sweep" },
      db,
      clock: systemClock,
      correlationId: "sweep",
    };
    const input = { ...ready, continueOnWarnings: true, clientOption: "upgrade", licenseAccepted: true };
    const started = await installUpdate(ctx, input).catch(() => null);
    assert.ok(started?.ok ?? true, JSON.stringify(started));
  }

  private async openRuns(): Promise<number> {
    const runs = await this.product.db.select().from(updatePackageRuns);
    return runs.filter((run) => run.finishedAt === null).length;
  }

  /** What follows an installation at each site goes on after the package counts as installed. */
  private async openSteps(): Promise<number> {
    const steps = await this.product.db.select().from(updatePackageSteps);
    return steps.filter(({ isComplete }) => isComplete <= STEP_STATE.inProgress).length;
  }

  private async note(): Promise<void> {
    const states = await this.product.db
      .select({ state: updatePackages.state })
      .from(updatePackages)
      .innerJoin(updateDownloads, eq(updateDownloads.packageGuid, updatePackages.packageGuid))
      .catch(() => []);
    const atSites = await this.product.db
      .select({ state: updatePackageSiteStatus.state })
      .from(updatePackageSiteStatus)
      .catch(() => []);
    const found = (atSites.length > 0 ? atSites : states).map(({ state }) => updateStateName(state) ?? "?");
    for (const state of new Set(found.length > 0 ? found : ["before the download"])) {
      points.set(state, (points.get(state) ?? 0) + 1);
    }
  }

  private async everyFileIsThere(packageGuid: string): Promise<void> {
    const source = packageFolder(this.product.installDir(ROLE_SERVER), packageGuid);
    const { update } = await readMaps(source, packageGuid);
    assert.ok(update.files.length > 0);
    for (const server of Object.values(SITE_SERVERS)) {
      for (const file of update.files.filter(({ category }) => category !== "redist")) {
        const where = path.join(this.product.installDir(server), file.target);
        assert.equal(sha256(await readFile(where)), file.sha256, where);
      }
    }
  }

  private async contentIsWhole(packageGuid: string): Promise<void> {
    const versions = await this.product.db
      .select()
      .from(easySetupVersions)
      .where(
        and(eq(easySetupVersions.packageGuid, packageGuid), isNotNull(easySetupVersions.manifestSha256)),
      );
    assert.equal(versions.length, 1, "one version of the Easy Setup package");
    const [version] = versions;
    assert.ok(version?.manifestSha256);
    const distributions = await this.product.db.select().from(contentDistributions);
    assert.deepEqual([...new Set(distributions.map(({ state }) => state))], ["stored"]);
    for (const server of Object.values(SITE_SERVERS)) {
      const library = new ContentLibrary(this.product.installDir(server));
      const manifest = await library.readManifest(version.packageId, version.version, version.manifestSha256);
      assert.ok(manifest, `${server} has the manifest`);
      const signal = new AbortController().signal;
      assert.deepEqual(await library.findMissing(manifest, { deep: true, signal }), [], server);
    }
  }

  private async nothingTwice(packageGuid: string): Promise<void> {
    const { db } = this.product;
    const events = await db
      .select()
      .from(updatePackageEvents)
      .where(eq(updatePackageEvents.packageGuid, packageGuid));
    const verified = events.filter(({ code }) => code === "file-verified").map(({ params }) => params.path);
    assert.equal(new Set(verified).size, verified.length, "a file was verified twice");
    assert.equal(events.filter(({ code }) => code === "ready-to-install").length, 1);
    assert.deepEqual(
      events.filter(({ code }) => /refused|failed/.test(code)),
      [],
    );
    assert.equal((await db.select().from(updatePackageRuns)).length, 1, "one run");
    const steps = await db.select().from(updatePackageSteps);
    assert.deepEqual(
      steps.filter(({ isComplete }) => isComplete === STEP_STATE.failure),
      [],
    );
    const installed = await db
      .select()
      .from(statusMessages)
      .where(eq(statusMessages.messageId, STATUS_MESSAGE.updateInstalledAtSite));
    assert.deepEqual(installed.map((message) => message.siteCode).sort(), SITE_CODES.toSorted());
  }

  private async refetchedLittle(packageGuid: string, totalBytes: number): Promise<void> {
    const [role] = await this.product.db.select().from(serviceConnectionPoint);
    const [download] = await this.product.db
      .select()
      .from(updateDownloads)
      .where(eq(updateDownloads.packageGuid, packageGuid));
    assert.equal(download?.phase, "done");
    const allowed = this.kills.executive * (role?.downloadStreams ?? 0) * CHUNK_BYTES;
    const refetched = this.proxy.bytes / OVERHEAD - totalBytes;
    assert.ok(refetched <= Math.max(allowed, totalBytes * (OVERHEAD - 1)), `refetched ${refetched} bytes`);
  }
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

async function slowDown(product: KillableProduct): Promise<void> {
  const [lab] = await product.db
    .select()
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, LAB_ENVIRONMENT_ID));
  const dispatcher = new Agent({ connect: { ca: lab?.certificateAuthorities ?? "" } });
  const { statusCode } = await request(`https://localhost:${product.labCloudPort}/lab/faults`, {
    dispatcher,
    method: "POST",
    body: JSON.stringify({ fault: "slow", path: "/targets/", bytesPerSecond: CLOUD_BYTES_PER_SECOND }),
  });
  assert.equal(statusCode, 201);
  await dispatcher.close();
}

/** One life under kills of the executive; what it still owes to the wanted number afterwards. */
async function lifeUnderKills(owed: number): Promise<number> {
  const life = await Life.begin();
  try {
    while (owed - life.kills.executive > 0 && !(await life.isInstalled())) {
      assert.ok(life.kills.executive < MOST_KILLS_OF_A_LIFE, "the package does not come forward");
      await life.runAndKillExecutive();
    }
    await life.product.startExecutive();
    await life.end();
    await life.isWhole();
    console.log(`  a life with ${life.kills.executive} kills`);
    return owed - life.kills.executive;
  } finally {
    await life.close();
  }
}

async function lifeUnderDatabaseKills(owed: number): Promise<number> {
  const life = await Life.begin();
  try {
    await life.product.startExecutive();
    while (owed - life.kills.database > 0 && !(await life.isInstalled().catch(() => false))) {
      await life.runAndKillDatabase();
    }
    await life.end();
    await life.isWhole();
    console.log(`  a life with ${life.kills.database} kills of the database`);
    return owed - life.kills.database;
  } finally {
    await life.close();
  }
}

export const name = "life-kill";

export async function checks(): Promise<SweepCheck[]> {
  return [
    {
      name: `${EXECUTIVE_KILLS} kills -9 of the executive between the catalogue and the last site`,
      async run() {
        for (let owed = EXECUTIVE_KILLS; owed > 0; ) owed = await lifeUnderKills(owed);
        for (const [state, count] of points) console.log(`  ${String(count).padStart(4)} × ${state}`);
      },
    },
    {
      name: `${DATABASE_KILLS} kills -9 of the database under the running executive`,
      async run() {
        points.clear();
        for (let owed = DATABASE_KILLS; owed > 0; ) owed = await lifeUnderDatabaseKills(owed);
        for (const [state, count] of points) console.log(`  ${String(count).padStart(4)} × ${state}`);
      },
    },
  ];
}
