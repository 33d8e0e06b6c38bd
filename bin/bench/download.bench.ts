import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DOWNLOAD_PROCESS } from "@/lib/updates/download/process-memory";
import type { BenchResult } from "./model";
import { runProgram } from "./support/run-program";
import { median, syncFile, withScratchFolder, writeRandomContent } from "./support/scratch";

export const name = "download";

const BYTES = 1024 ** 3;
const STREAMS = 4;
/** Each contestant once per round, so that a busy moment of the machine hits all of them. */
const ROUNDS = 3;
const MEMORY_GOAL_MIB = 150;

const ownResult = z.object({ seconds: z.number(), peakMib: z.number() });

interface Task {
  url: string;
  sha256: string;
  /** Empty; the file ends up below it. */
  folder: string;
}

/**
 * 1 GiB from a static server on loopback, verified and on the disk, beside what an administrator would take:
 * every contestant gets the same server in the same run. The product's engine runs in a process of its own and
 * is measured from the request to the verified file in its place; its peers from their start.
 */
export async function run(): Promise<BenchResult[]> {
  return withScratchFolder(async (scratch) => {
    const source = path.join(scratch, "source");
    await mkdir(source);
    const sha256 = await writeRandomContent(path.join(source, "payload.bin"), BYTES);
    const server = fork(support("static-server.mjs"), [source], { execArgv: [] });
    const [{ port }] = (await once(server, "message")) as [{ port: number }];
    try {
      return await compete({ url: `http://127.0.0.1:${port}/payload.bin`, sha256 }, scratch);
    } finally {
      server.disconnect();
    }
  });
}

async function compete(source: Omit<Task, "folder">, scratch: string): Promise<BenchResult[]> {
  const own: z.output<typeof ownResult>[] = [];
  const aria2c: (number | null)[] = [];
  const curl: (number | null)[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    own.push(await inEmptyFolder(source, scratch, downloadOurselves));
    aria2c.push(await inEmptyFolder(source, scratch, downloadWithAria2c));
    curl.push(await inEmptyFolder(source, scratch, downloadWithCurl));
  }
  const seconds = median(own.map((result) => result.seconds));
  const peakMib = Math.max(...own.map((result) => result.peakMib));
  return [
    timeRow(seconds, `aria2c -x${STREAMS} --checksum`, medianOrNull(aria2c)),
    timeRow(seconds, "curl, then sha256sum", medianOrNull(curl)),
    {
      name: "download 1 GiB: peak memory",
      value: peakMib,
      unit: "MiB",
      peer: null,
      peerValue: null,
      ratio: null,
      goal: `< ${MEMORY_GOAL_MIB} MiB`,
      met: peakMib < MEMORY_GOAL_MIB,
    },
  ];
}

/** A peer that is not installed leaves nothing to miss: the row says so and does not fail. */
function timeRow(seconds: number, peer: string, peerSeconds: number | null): BenchResult {
  const ratio = peerSeconds === null ? null : seconds / peerSeconds;
  return {
    name: "download 1 GiB, verified and on disk",
    value: seconds,
    unit: "s",
    peer: peerSeconds === null ? `${peer} (not installed)` : peer,
    peerValue: peerSeconds,
    ratio,
    goal: "ratio < 1",
    met: ratio === null || ratio < 1,
  };
}

async function downloadOurselves({ url, sha256, folder }: Task) {
  const args = [
    ...DOWNLOAD_PROCESS.execArgv,
    "--import",
    "tsx",
    support("download-once.ts"),
    url,
    String(BYTES),
    sha256,
    folder,
    String(STREAMS),
  ];
  const result = await runProgram(process.execPath, args, DOWNLOAD_PROCESS.env);
  return ownResult.parse(JSON.parse(result?.stdout ?? ""));
}

async function downloadWithAria2c({ url, sha256, folder }: Task): Promise<number | null> {
  const startedAt = performance.now();
  // Without preallocation it is at its fastest.
  const result = await runProgram("aria2c", [
    "--no-conf",
    "--quiet",
    `-x${STREAMS}`,
    `-s${STREAMS}`,
    "--file-allocation=none",
    `--checksum=sha-256=${sha256}`,
    `--dir=${folder}`,
    "--out=payload.bin",
    url,
  ]);
  return finished(result !== null, folder, startedAt);
}

async function downloadWithCurl({ url, sha256, folder }: Task): Promise<number | null> {
  const startedAt = performance.now();
  const file = path.join(folder, "payload.bin");
  if (!(await runProgram("curl", ["--silent", "--fail", "--output", file, url]))) return null;
  const sum = await runProgram("sha256sum", [file]);
  if (sum && !sum.stdout.startsWith(sha256)) throw new Error("curl brought another content");
  return finished(sum !== null, folder, startedAt);
}

async function finished(installed: boolean, folder: string, startedAt: number): Promise<number | null> {
  if (!installed) return null;
  await syncFile(path.join(folder, "payload.bin"));
  return (performance.now() - startedAt) / 1_000;
}

async function inEmptyFolder<T>(
  source: Omit<Task, "folder">,
  scratch: string,
  contestant: (task: Task) => Promise<T>,
): Promise<T> {
  const folder = path.join(scratch, "target");
  await mkdir(folder);
  try {
    return await contestant({ ...source, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function medianOrNull(values: (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : median(there);
}

const support = (file: string): string => fileURLToPath(new URL(`./support/${file}`, import.meta.url));
