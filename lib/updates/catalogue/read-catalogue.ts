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
import { withTrustedMetadata } from "./trusted-metadata";

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
): Promise<Catalogue> {
  const { id, catalogueMetadataUrl, catalogueTargetsUrl, catalogueTrustedRoot } = client.environment;
  if (!catalogueMetadataUrl || !catalogueTargetsUrl || !catalogueTrustedRoot) {
    throw new CatalogueError("catalogue-not-configured", { environment: id });
  }
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(METADATA_TIMEOUT)]);
  const fetcher = new CloudFetcher(client, bounded);
  const firstRoot = Buffer.from(JSON.stringify(catalogueTrustedRoot));
  return withTrustedMetadata(trustedMetadataFolder(installDir, id), firstRoot, async (metadataDir) => {
    try {
      const updater = new Updater({
        metadataDir,
        metadataBaseUrl: catalogueMetadataUrl,
        targetBaseUrl: catalogueTargetsUrl,
        targetDir: metadataDir,
        fetcher,
      });
      await updater.refresh();
      const updates = await verifiedUpdates(updater, metadataDir);
      return { updates, versions: await metadataVersions(metadataDir) };
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

const versionSchema = z.object({ signed: z.object({ version: z.int() }) });

async function metadataVersions(folder: string): Promise<Catalogue["versions"]> {
  const version = async (role: string) =>
    versionSchema.parse(JSON.parse(await readFile(path.join(folder, `${role}.json`), "utf8"))).signed.version;
  return {
    root: await version("root"),
    timestamp: await version("timestamp"),
    snapshot: await version("snapshot"),
    targets: await version("targets"),
  };
}

const plainParams = (params: Record<string, unknown> = {}): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === "number" ? value : String(value)]),
  );
