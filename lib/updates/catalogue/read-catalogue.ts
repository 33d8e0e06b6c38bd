import { readFile } from "node:fs/promises";
import path from "node:path";
import { Updater } from "tuf-js";
import { z } from "zod";
import { Minute } from "@/lib/clock";
import type { CloudClient } from "@/lib/connectivity/cloud-client";
import { WireError } from "@/lib/connectivity/wire-error";
import { MANIFEST_MAX_BYTES, MANIFEST_TARGET, type ManifestEntry, parseManifest } from "../manifest";
import { CatalogueError, toCatalogueError } from "./catalogue-failure";
import { CloudFetcher } from "./cloud-fetcher";
import { withCopyOfTrustedMetadata, withTrustedMetadata } from "./trusted-metadata";

/** An update of the catalogue, with the sizes and hashes the signed metadata vouches for. */
export interface CatalogueUpdate {
  /** As published. */
  entry: ManifestEntry;
  files: CatalogueFile[];
}

export interface CatalogueFile {
  path: string;
  kind: "payload" | "redist";
  targetPath: string;
  bytes: number;
  sha256: string;
}

export interface Catalogue {
  updates: CatalogueUpdate[];
  versions: { root: number; timestamp: number; snapshot: number; targets: number };
  /** When the first of the roles that vouch for it expires. */
  expiresAt: Date;
}

export interface CatalogueOptions {
  /** Instead of now: roles that expire later count as fresh. Versions may not go back, whatever the time. */
  judgedAt?: Date;
  /** Leave what is trusted as it is: nothing that is verified now is kept. */
  dryRun?: boolean;
}

/** Where a catalogue comes from: the cloud's client, or what stands in its place. */
export interface CatalogueSource extends Pick<CloudClient, "get"> {
  environment: Pick<
    CloudClient["environment"],
    "id" | "catalogueMetadataUrl" | "catalogueTargetsUrl" | "catalogueTrustedRoot"
  >;
}

/** Every wait for the metadata together; a server that trickles must not hold the thread for ever. */
const METADATA_TIMEOUT = 5 * Minute.ms;

/** Where the metadata trusted for one cloud is kept, below `<install>`. */
export const trustedMetadataFolder = (installDir: string, environmentId: string): string =>
  path.join(installDir, "catalogue", encodeURIComponent(environmentId));

/**
 * Fetches the catalogue and believes only what the chain of trust covers: root, timestamp, snapshot, targets,
 * manifest, in this order.
 * @param installDir `<install>` of the server
 * @throws CatalogueError, WireError, CloudRefusedError, or the abort reason
 */
export async function readCatalogue(
  client: CatalogueSource,
  installDir: string,
  signal: AbortSignal,
  { judgedAt, dryRun = false }: CatalogueOptions = {},
): Promise<Catalogue> {
  const { id, catalogueMetadataUrl, catalogueTargetsUrl, catalogueTrustedRoot } = client.environment;
  if (!catalogueMetadataUrl || !catalogueTargetsUrl || !catalogueTrustedRoot) {
    throw new CatalogueError("catalogue-not-configured", { environment: id });
  }
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(METADATA_TIMEOUT)]);
  const fetcher = new CloudFetcher(client, bounded);
  const firstRoot = Buffer.from(JSON.stringify(catalogueTrustedRoot));
  const lend = dryRun ? withCopyOfTrustedMetadata : withTrustedMetadata;
  return lend(trustedMetadataFolder(installDir, id), firstRoot, async (metadataDir) => {
    try {
      const updater = new Updater({
        metadataDir,
        metadataBaseUrl: catalogueMetadataUrl,
        targetBaseUrl: catalogueTargetsUrl,
        targetDir: metadataDir,
        fetcher,
      });
      if (judgedAt) judgeExpiryAt(updater, judgedAt);
      await updater.refresh();
      const updates = await verifiedUpdates(updater, metadataDir);
      return { updates, ...(await readVerifiedRoles(metadataDir)) };
    } catch (error) {
      signal.throwIfAborted();
      if (bounded.aborted) {
        const host = new URL(catalogueMetadataUrl).host;
        throw new WireError("response-too-slow", { host, waitedMs: METADATA_TIMEOUT }, { cause: error });
      }
      // What stopped the connection explains more than what the TUF client made of it.
      if (fetcher.failure) throw fetcher.failure;
      throw toCatalogueError(error);
    }
  });
}

async function verifiedUpdates(updater: Updater, folder: string): Promise<CatalogueUpdate[]> {
  const target = await updater.getTargetInfo(MANIFEST_TARGET);
  if (!target) throw new CatalogueError("catalogue-target-missing", { target: MANIFEST_TARGET });
  if (target.length > MANIFEST_MAX_BYTES) {
    throw new CatalogueError("manifest-too-large", { bytes: target.length, maxBytes: MANIFEST_MAX_BYTES });
  }
  const file = await updater.downloadTarget(target, path.join(folder, "manifest.download"));
  const manifest = parseManifest(await readFile(file));
  if (!manifest.ok) throw new CatalogueError(manifest.code, plainParams(manifest.params));
  return Promise.all(
    manifest.value.updates.map(async (entry) => ({
      entry,
      files: await Promise.all(entry.files.map((named) => vouchedFile(updater, named))),
    })),
  );
}

async function vouchedFile(updater: Updater, named: ManifestEntry["files"][number]): Promise<CatalogueFile> {
  const target = await updater.getTargetInfo(named.target);
  const sha256 = target?.hashes.sha256;
  if (!target || !sha256 || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new CatalogueError("catalogue-target-missing", { target: named.target });
  }
  return { path: named.path, kind: named.kind, targetPath: named.target, bytes: target.length, sha256 };
}

/** TUF 1.0 §5.1: expiry is judged at one fixed moment of an update. The client has no way to say which. */
function judgeExpiryAt(updater: Updater, moment: Date): void {
  const { trustedSet } = updater as unknown as { trustedSet: { referenceTime: Date } };
  trustedSet.referenceTime = moment;
}

const roleSchema = z.object({ signed: z.object({ version: z.int(), expires: z.coerce.date() }) });

async function readVerifiedRoles(folder: string): Promise<Pick<Catalogue, "versions" | "expiresAt">> {
  const read = async (role: string) =>
    roleSchema.parse(JSON.parse(await readFile(path.join(folder, `${role}.json`), "utf8"))).signed;
  const [root, timestamp, snapshot, targets] = await Promise.all([
    read("root"),
    read("timestamp"),
    read("snapshot"),
    read("targets"),
  ]);
  const expiries = [root, timestamp, snapshot, targets].map(({ expires }) => expires.getTime());
  return {
    versions: {
      root: root.version,
      timestamp: timestamp.version,
      snapshot: snapshot.version,
      targets: targets.version,
    },
    expiresAt: new Date(Math.min(...expiries)),
  };
}

const plainParams = (params: Record<string, unknown> = {}): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === "number" ? value : String(value)]),
  );
