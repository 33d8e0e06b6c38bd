import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import { requireDiskSpace } from "@/lib/updates/download/disk-space";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { receiptSchema, relevanceSchema } from "@/lib/usage-data/ingestion-protocol";
import { TARGETS_FOLDER } from "../model";
import { type AnswerContent, sealAnswer } from "../seal-answer";
import { type SealedFile, smallFile } from "../seal-package";
import { PARTIAL_SUFFIX, writePackage } from "../write-package";
import { bringUsageData } from "./bring-usage-data";
import { fetchTargets } from "./fetch-targets";
import { readJsonIfThere } from "./json-file";
import type { ConnectOptions } from "./model";
import type { CarriedRequest } from "./read-requests";
import { recordCatalogue } from "./record-catalogue";
import { selectUpdates } from "./select-updates";

export interface Answer {
  /** The package, or its volumes in order. */
  files: string[];
  updates: readonly CatalogueUpdate[];
}

/** Beside the files themselves, for a small package's headers. */
const HEADROOM_BYTES = 1024 * 1024;
/** A stick is for this. */
const NO_RESERVE = 0;

/**
 * Does for one hierarchy what its service connection point would do online, and packs the result: brings its usage
 * data, reads the catalogue from the root it trusts, fetches the updates of the choice. Every part goes on where an
 * earlier run was interrupted.
 * @throws CatalogueError, DownloadError, UploadError, WireError, or the abort reason
 */
export async function connect(carried: CarriedRequest, options: ConnectOptions): Promise<Answer> {
  const { request } = carried;
  const { choice, destination, signal, volumeBytes, wire, workFolder, report } = options;
  const ownFolder = path.join(workFolder, request.requestId);
  await mkdir(ownFolder, { recursive: true });
  await mkdir(destination, { recursive: true });
  const told = await bringUsageData(carried, ownFolder, options);
  const catalogue = await recordCatalogue(wire, request, path.join(ownFolder, "trusted"), signal);
  const { updates: published, versions, metadata, manifest } = catalogue;
  report({ step: "catalogue", updates: published.length, timestampVersion: versions.timestamp });
  const updates = selectUpdates(choice, { updates: published, request, relevance: told.relevance });
  const fetched = await fetchTargets(request, updates, path.join(workFolder, "content"), options);

  const content = { ...told, metadata, targets: [manifestTarget(manifest), ...fetched] };
  const settled = await settle(content, ownFolder, options.now);
  const sealed = sealAnswer(carried, settled, { ...options, createdAt: settled.createdAt });
  const bytesTotal = sealed.reduce((sum, { bytes }) => sum + bytes, HEADROOM_BYTES);
  const fileName = `UpdatePack-${request.requestId}.zip`;
  await requireDiskSpace(destination, bytesTotal - (await leftBytes(destination, fileName)), NO_RESERVE);
  const files = await writePackage({
    files: sealed,
    folder: destination,
    fileName,
    volumeBytes,
    signal,
    onProgress: (bytesDone) => report({ step: "write", bytesDone, bytesTotal }),
  });
  await rm(ownFolder, { recursive: true, force: true });
  return { files, updates };
}

/** A consistent snapshot names the manifest by its hash as well. */
const manifestTarget = (manifest: Buffer): SealedFile => {
  const { sha256 } = smallFile("", manifest);
  return smallFile(TARGETS_FOLDER + sha256, manifest);
};

const noteSchema = z.object({
  inputs: z.string(),
  createdAt: z.iso.datetime(),
  receipt: receiptSchema.nullable(),
  relevance: relevanceSchema.nullable(),
});

/**
 * What is the same as when an earlier run began to write is written with the same words, so that the package has the
 * same bytes and the writing can go on.
 */
async function settle(
  content: AnswerContent,
  folder: string,
  now: Date,
): Promise<AnswerContent & { createdAt: string }> {
  const file = path.join(folder, "answer.json");
  const inputs = createHash("sha256")
    .update(JSON.stringify(essenceOf(content)))
    .digest("hex");
  const before = await readJsonIfThere(file, noteSchema);
  const { receipt, relevance, createdAt } =
    before?.inputs === inputs ? before : { ...content, createdAt: now.toISOString() };
  await writeFileAtomic(file, Buffer.from(JSON.stringify({ inputs, createdAt, receipt, relevance })));
  return { ...content, receipt, relevance, createdAt };
}

const essenceOf = ({ receipt, relevance, metadata, targets }: AnswerContent): unknown => [
  receipt?.receiptId ?? null,
  relevance?.updates ?? null,
  [...metadata].map(([name, content]) => [name, smallFile("", content).sha256]),
  targets.map(({ sha256 }) => sha256),
];

/** What an earlier run wrote of this package already. */
async function leftBytes(folder: string, fileName: string): Promise<number> {
  const names = await readdir(folder);
  const left = names.filter((name) => name.startsWith(fileName) && name.endsWith(PARTIAL_SUFFIX));
  const sizes = await Promise.all(left.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
