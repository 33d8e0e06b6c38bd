import { rm } from "node:fs/promises";
import type { Wire } from "@/lib/connectivity/wire";
import { CatalogueError } from "@/lib/updates/catalogue/catalogue-failure";
import {
  type Catalogue,
  type CatalogueSource,
  readCatalogue,
  trustedMetadataFolder,
} from "@/lib/updates/catalogue/read-catalogue";
import { usesConsistentSnapshot } from "@/lib/updates/catalogue/trusted-metadata";
import { targetUrl } from "@/lib/updates/target-url";
import type { TransferRequest } from "../model";

export interface RecordedCatalogue extends Catalogue {
  /** Every file the client asked for and got, as published, by its name below the folder of the metadata. */
  metadata: Map<string, Buffer>;
  /** The manifest itself, which travels as a target. */
  manifest: Buffer;
}

/**
 * Reads the catalogue as the hierarchy itself would, beginning from the root it trusts, and keeps what it is made of,
 * so that the hierarchy can verify the same again.
 * @param folder of this request only; what was there is forgotten
 * @throws CatalogueError also when the catalogue is older than what the hierarchy has seen; WireError
 */
export async function recordCatalogue(
  wire: Pick<Wire, "get">,
  { environment, trustedRoot, trustedVersions }: TransferRequest,
  folder: string,
  signal: AbortSignal,
): Promise<RecordedCatalogue> {
  await rm(folder, { recursive: true, force: true });
  const { id, catalogueMetadataUrl, catalogueTargetsUrl } = environment;
  const got = new Map<string, Buffer>();
  const source: CatalogueSource = {
    environment: { id, catalogueMetadataUrl, catalogueTargetsUrl, catalogueTrustedRoot: trustedRoot },
    async get(url, options) {
      const response = await wire.get(url, options);
      return response.status === 200 ? { ...response, body: recorded(response.body, url, got) } : response;
    },
  };
  const catalogue = await readCatalogue(source, folder, signal);
  if (!(await usesConsistentSnapshot(trustedMetadataFolder(folder, id))))
    throw new CatalogueError("catalogue-invalid", { detail: "consistent_snapshot is false" });
  const { timestamp, snapshot, targets } = trustedVersions;
  const isOlder =
    catalogue.versions.timestamp < (timestamp ?? 0) ||
    catalogue.versions.snapshot < (snapshot ?? 0) ||
    catalogue.versions.targets < (targets ?? 0);
  if (isOlder)
    throw new CatalogueError("catalogue-rolled-back", {
      detail: `timestamp ${catalogue.versions.timestamp}, seen ${timestamp}`,
    });
  return { ...catalogue, ...sortOut(got, catalogueMetadataUrl, catalogueTargetsUrl) };
}

async function* recorded(
  body: AsyncIterable<Buffer>,
  url: string,
  got: Map<string, Buffer>,
): AsyncGenerator<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of body) {
    parts.push(part);
    yield part;
  }
  got.set(url, Buffer.concat(parts));
}

function sortOut(
  got: ReadonlyMap<string, Buffer>,
  metadataUrl: string,
  targetsUrl: string,
): Pick<RecordedCatalogue, "metadata" | "manifest"> {
  const metadata = new Map<string, Buffer>();
  let manifest = Buffer.alloc(0) as Buffer;
  for (const [url, content] of got) {
    if (url.startsWith(metadataUrl))
      metadata.set(decodeURIComponent(url.slice(metadataUrl.length)).replace(/^\//, ""), content);
    else if (url.startsWith(targetsUrl)) manifest = content;
  }
  return { metadata, manifest };
}

/** Where a file of an update is published. */
export const publishedUrl = (
  { environment }: Pick<TransferRequest, "environment">,
  file: { targetPath: string; sha256: string },
): string => targetUrl(environment.catalogueTargetsUrl, file.targetPath, file.sha256);
