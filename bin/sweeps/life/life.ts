import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import {
  fileReplicationRoutes,
  serviceConnectionPoint,
  updatePackageRuns,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import { decodeRecords } from "@/lib/updates/download/journal";
import { rangeCount } from "@/lib/updates/download/plan";
import { JOURNAL_NAME } from "@/lib/updates/download/safe-path";
import { readPackageToDownload } from "@/lib/updates/download-store";
import { packageFolder } from "@/lib/updates/run-download";
import { installUpdate } from "@/lib/updates/servicing/install-update";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { targetUrl } from "@/lib/updates/target-url";
import { KillableProduct } from "../killable-product";
import { slowCloud } from "../slow-cloud";
import { changesPass, recordChanges } from "./changes";
import { storedNames } from "./stored-files";
import { askedSchema, Wire } from "./wire";

/** Holds the role in the sample hierarchy. */
const ROLE_SERVER = "scp01.contoso.com";
/** Small enough for many lives, large enough that what moves bytes lasts longer than a kill. */
const PAYLOAD_SCALE = 0.5;
/** Of one answer of the cloud, and of the route to each child site. */
const CLOUD_BYTES_PER_SECOND = 6_000_000;
const ROUTE_BYTES_PER_SECOND = 20_000_000;
const ENDS_WITHIN_MS = 300_000;
/** Longer than any thread takes between two looks at what is left to remove. */
const QUIET_MS = 5_000;
const PRELOAD = path.join(import.meta.dirname, "report-requests.mjs");

/** The first package of a hierarchy of its own, from the catalogue to the last site. */
export class Life {
  private guid: string | undefined;

  private constructor(
    readonly product: KillableProduct,
    readonly wire: Wire,
  ) {}

  /** @param labOf data folder of another life that has the same catalogue */
  static async begin(labOf?: string): Promise<Life> {
    const wire = new Wire();
    const product = await KillableProduct.start("life-kill", {
      payloadScale: PAYLOAD_SCALE,
      labOf,
      preload: PRELOAD,
      onMessage(message) {
        const parsed = askedSchema.safeParse(message);
        if (parsed.success) wire.asked(parsed.data);
      },
    });
    for (const destinationSiteCode of ["PR1", "PR2"]) {
      await product.db.insert(fileReplicationRoutes).values({
        sourceSiteCode: "CAS",
        destinationSiteCode,
        bytesPerSecond: ROUTE_BYTES_PER_SECOND,
        updatedAt: new Date(),
        updatedBy: "sweep",
      });
    }
    await slowCloud(product, CLOUD_BYTES_PER_SECOND);
    await recordChanges(product.db);
    return new Life(product, wire);
  }

  /** Lets it go on until so many changes were committed or so much time is over. The administrator does his part. */
  async goOn({ changes, ms }: { changes: number; ms: number }): Promise<void> {
    const over = new AbortController();
    const administrator = this.administrate(over.signal);
    const timer = setTimeout(() => over.abort(), ms);
    await changesPass(this.product.connectionString, changes, over.signal);
    clearTimeout(timer);
    over.abort();
    await administrator;
  }

  async killExecutive(): Promise<void> {
    await this.product.killExecutive();
    this.wire.killed(await this.downloaded());
  }

  async killDatabase(): Promise<void> {
    await this.product.killDatabase();
    this.wire.killed(await this.downloaded());
  }

  /** Until every site has every step behind it. */
  async end(): Promise<void> {
    const over = new AbortController();
    const administrator = this.administrate(over.signal);
    await this.product
      .until("installed at all sites", () => this.isOver(), ENDS_WITHIN_MS)
      .finally(() => over.abort());
    await administrator;
  }

  /** What follows an installation at each site goes on after the package counts as installed. */
  async isOver(): Promise<boolean> {
    const { db } = this.product;
    const [installed] = await db
      .select({ guid: updatePackages.packageGuid })
      .from(updatePackages)
      .where(eq(updatePackages.state, UPDATE_STATE.INSTALL_SUCCESS));
    if (!installed) return false;
    const runs = await db.select().from(updatePackageRuns);
    const steps = await db.select().from(updatePackageSteps);
    return (
      runs.every((run) => run.finishedAt !== null) &&
      steps.every(
        ({ isComplete }) => isComplete === STEP_STATE.success || isComplete === STEP_STATE.notNeeded,
      )
    );
  }

  /** The last of it is the removal of what was unpacked and kept: no file comes or goes any more. */
  async settle(): Promise<void> {
    let before: string[] = [];
    const unchanged = async () => {
      await delay(QUIET_MS);
      const names = await this.fileNames();
      const same = isDeepStrictEqual(names, before);
      before = names;
      return same && !names.some((name) => name.includes("/.update/"));
    };
    await this.product.until("no file comes or goes", unchanged, ENDS_WITHIN_MS);
  }

  /** Files below the installation folders, as `<server>/<path>`. */
  async fileNames(): Promise<string[]> {
    return storedNames(this.serversDir, await this.otherPackages());
  }

  get serversDir(): string {
    return path.join(this.product.folder, "servers");
  }

  async otherPackages(): Promise<string[]> {
    const own = await this.packageGuid();
    const packages = await this.product.db.select({ guid: updatePackages.packageGuid }).from(updatePackages);
    return packages.map(({ guid }) => guid).filter((guid) => guid !== own);
  }

  /** The package of this life; undefined before the catalogue was read. */
  async packageGuid(): Promise<string | undefined> {
    if (this.guid) return this.guid;
    // Once the top-level site is updated the next one comes by itself; the first is this one.
    const { rows } = await this.product.db.execute<{ package_guid: string }>(
      "select package_guid from update_downloads order by started_at nulls last limit 1",
    );
    this.guid = rows[0]?.package_guid;
    return this.guid;
  }

  async downloadStreams(): Promise<number> {
    const [role] = await this.product.db.select().from(serviceConnectionPoint);
    return role?.downloadStreams ?? 0;
  }

  /** Parts of the package's files that are on the disk for good. */
  private async downloaded(): Promise<{ file: string; part: number }[]> {
    const guid = await this.packageGuid();
    const pack = guid ? await readPackageToDownload(this.product.db, guid) : null;
    if (!guid || !pack) return [];
    const verified = pack.files
      .filter(({ verifiedAt }) => verifiedAt)
      .flatMap((file) =>
        Array.from({ length: rangeCount(file.bytes) }, (_, part) => ({ file: fileOnWire(file), part })),
      );
    const journal = path.join(packageFolder(this.product.installDir(ROLE_SERVER), guid), JOURNAL_NAME);
    const { records } = decodeRecords(await readFile(journal, "utf8").catch(() => ""));
    const ranges = records.flatMap((record) => {
      const file = record.t === "range" ? pack.files[record.file] : undefined;
      return record.t === "range" && file ? [{ file: fileOnWire(file), part: record.range }] : [];
    });
    return [...verified, ...ranges];
  }

  /** Installs the package as soon as it is ready, once. */
  private async administrate(signal: AbortSignal): Promise<void> {
    const { db } = this.product;
    for (; !signal.aborted; await delay(25)) {
      const guid = await this.packageGuid().catch(() => undefined);
      if (!guid) continue;
      const ready = await db
        .select({ packageGuid: updatePackages.packageGuid })
        .from(updatePackages)
        .where(eq(updatePackages.state, UPDATE_STATE.DOWNLOAD_SUCCESS))
        .catch(() => []);
      const runs = await db
        .select()
        .from(updatePackageRuns)
        .catch(() => null);
      if (!ready.some(({ packageGuid }) => packageGuid === guid) || runs?.length !== 0) continue;
      const ctx: Ctx = {
        actor: { kind: "command-line", osUser: "sweep" },
        db,
        clock: systemClock,
        correlationId: "sweep",
      };
      const started = await installUpdate(ctx, {
        packageGuid: guid,
        continueOnWarnings: true,
        clientOption: "upgrade",
        licenseAccepted: true,
      }).catch(() => null);
      assert.ok(started?.ok ?? true, JSON.stringify(started));
    }
  }
}

/** Where the lab's catalogue has a file of a package, below its targets. */
function fileOnWire({ targetPath, sha256 }: { targetPath: string; sha256: string }): string {
  const base = "https://lab/catalogue/targets/";
  return decodeURIComponent(targetUrl(base, targetPath, sha256).slice(base.length));
}
