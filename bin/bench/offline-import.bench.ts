import { createCipheriv, createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { openTransferPackage, type TransferPackage } from "@/lib/offline/open-package";
import { packageSource, packedTargetUrl } from "@/lib/offline/package-source";
import { type SealedFile, sealPackage } from "@/lib/offline/seal-package";
import { temporarySigningKey } from "@/lib/offline/signing";
import { verifyContents } from "@/lib/offline/verify-contents";
import { writePackage } from "@/lib/offline/write-package";
import { downloadFiles } from "@/lib/updates/download/download-files";
import type { BenchResult } from "./model";
import { runProgram } from "./support/run-program";
import { syncFile, withScratchFolder } from "./support/scratch";

export const name = "offline-import";

/** Of the package, in MiB; smaller for a look that costs little. */
const MEBIBYTES = Number(process.env.SCP_BENCH_IMPORT_MIB ?? 5 * 1024);
const FILES = 5;
const PIECE_BYTES = 1024 * 1024;
const signal = new AbortController().signal;

/**
 * A transfer package of 5 GiB: the dry run, which reads and hashes all of it, and the import, which brings every file
 * verified and on the disk to its place, beside what an administrator would take for each.
 */
export async function run(): Promise<BenchResult[]> {
  return withScratchFolder(async (scratch) => {
    const targets = Array.from({ length: FILES }, (_, index) => randomTarget(index));
    const [file = ""] = await writePackage({
      files: sealPackage(FACTS, targets, temporarySigningKey()),
      folder: scratch,
      fileName: "UpdatePack.zip",
      volumeBytes: null,
      signal,
    });
    const pack = await openTransferPackage(file);
    try {
      return await compete(file, pack, targets, scratch);
    } finally {
      pack.close();
    }
  });
}

async function compete(
  file: string,
  pack: TransferPackage,
  targets: readonly SealedFile[],
  scratch: string,
): Promise<BenchResult[]> {
  const examined = await seconds(() => verifyContents(pack, { signal, onRead: () => {} }));
  const hashed = (await runProgram("sha256sum", [file]))?.seconds ?? null;
  const own = path.join(scratch, "own");
  const imported = await seconds(() => place(pack, targets, own));
  await rm(own, { recursive: true, force: true });
  const unpacked = await unzipAndHash(file, path.join(scratch, "peer"));
  const size = `${(MEBIBYTES / 1024).toFixed(1)} GiB`;
  return [
    row(`dry run of ${size}, every byte hashed`, examined, "sha256sum", hashed),
    row(`import of ${size}, verified and on disk`, imported, "unzip, then sha256sum", unpacked),
  ];
}

/** As an import does it: the download's engine reads from the package. */
async function place(pack: TransferPackage, targets: readonly SealedFile[], folder: string): Promise<void> {
  await downloadFiles({
    files: targets.map(({ sha256, bytes }, index) => {
      return { path: `${index}.cab`, sha256, bytes, url: packedTargetUrl({ targetPath: "a.cab", sha256 }) };
    }),
    folder,
    wire: packageSource(pack, { id: "bench", catalogueTrustedRoot: null }),
    streams: 2,
    signal,
    verified: new Set(),
  });
}

async function unzipAndHash(file: string, folder: string): Promise<number | null> {
  await mkdir(folder);
  const startedAt = performance.now();
  if (!(await runProgram("unzip", ["-q", file, "-d", folder]))) return null;
  const below = path.join(folder, "targets");
  const files = (await readdir(below)).map((target) => path.join(below, target));
  const sums = await runProgram("sha256sum", files);
  for (const unpacked of files) await syncFile(unpacked);
  const took = (performance.now() - startedAt) / 1000;
  await rm(folder, { recursive: true, force: true });
  return sums && took;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function row(what: string, value: number, peer: string, peerValue: number | null): BenchResult {
  const ratio = peerValue === null ? null : value / peerValue;
  return {
    name: what,
    value,
    unit: "s",
    peer: peerValue === null ? `${peer} (not installed)` : peer,
    peerValue,
    ratio,
    goal: "ratio <= 1.1",
    met: ratio === null || ratio <= 1.1,
  };
}

const FACTS = {
  kind: "answer",
  requestId: "1f0c9b52-3c1c-4a41-9d2a-0d0e0f101112",
  hierarchy: "bench",
  createdAt: "2020-04-20T08:00:00.000Z",
  writtenBy: "bench",
} as const;

/** Content that does not compress, the same at each reading, kept nowhere. */
function randomTarget(index: number): SealedFile {
  const bytes = Math.floor((MEBIBYTES * PIECE_BYTES) / FILES / PIECE_BYTES) * PIECE_BYTES;
  const zeros = Buffer.alloc(PIECE_BYTES);
  async function* open(): AsyncGenerator<Buffer> {
    const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, index + 1), Buffer.alloc(16));
    for (let written = 0; written < bytes; written += PIECE_BYTES) yield cipher.update(zeros);
  }
  const hash = createHash("sha256");
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, index + 1), Buffer.alloc(16));
  for (let written = 0; written < bytes; written += PIECE_BYTES) hash.update(cipher.update(zeros));
  const sha256 = hash.digest("hex");
  return { path: `targets/${sha256}`, bytes, sha256, open };
}
