import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { serverIdentity } from "@/lib/file-exchange/identity";
import type { ManifestRef } from "@/lib/file-exchange/pull-content";
import { DOWNLOAD_PROCESS } from "@/lib/updates/download/process-memory";
import type { BenchResult } from "./model";
import { runProgram } from "./support/run-program";
import { median, syncFile, withScratchFolder, writeRandomContent } from "./support/scratch";

export const name = "replication";

const FILES = 4;
const FILE_BYTES = 64 * 1024 ** 2;
const SITES = ["pr1", "pr2", "pr3", "pr4"] as const;
const SENDER = "cas";
/** Each contestant once per round, so that a busy moment of the machine hits all of them. */
const ROUNDS = 3;
const MEMORY_GOAL_MIB = 200;

const donePulling = z.object({ peakMib: z.number() });

interface Source {
  scratch: string;
  /** The plain files, for the peers. */
  folder: string;
  /** Same content in the sender's content library. */
  ref: ManifestRef;
}

/**
 * 256 MiB in 4 files to 4 sites at once, from the content library of one server into those of four: encrypted,
 * every piece and every file verified, on the disk. Beside it what an administrator would take, which does less: rsync
 * without encryption, curl without encryption and sha256sum afterwards. Every site is a process of its own.
 */
export async function run(): Promise<BenchResult[]> {
  return withScratchFolder(async (scratch) => {
    const source = await prepare(scratch);
    const own: { seconds: number; peakMib: number }[] = [];
    const rsync: (number | null)[] = [];
    const curl: (number | null)[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      own.push(await replicateOurselves(source));
      rsync.push(await replicateWithRsync(source));
      curl.push(await replicateWithCurl(source));
    }
    const seconds = median(own.map((result) => result.seconds));
    const peakMib = Math.max(...own.map((result) => result.peakMib));
    return [
      timeRow(seconds, "rsync from its daemon, unencrypted", rsync, 2),
      timeRow(seconds, "curl, unencrypted, then sha256sum", curl, 2),
      {
        name: "replication to 4 sites: peak memory of a site",
        value: peakMib,
        unit: "MiB",
        peer: null,
        peerValue: null,
        ratio: null,
        goal: `< ${MEMORY_GOAL_MIB} MiB`,
        met: peakMib < MEMORY_GOAL_MIB,
      },
    ];
  });
}

/** A peer that is not installed leaves nothing to miss: the row says so and does not fail. */
function timeRow(
  seconds: number,
  peer: string,
  measured: readonly (number | null)[],
  atMost: number,
): BenchResult {
  const there = measured.filter((value) => value !== null);
  const peerValue = there.length === 0 ? null : median(there);
  const ratio = peerValue === null ? null : seconds / peerValue;
  return {
    name: "replication of 256 MiB to 4 sites, verified and on disk",
    value: seconds,
    unit: "s",
    peer: peerValue === null ? `${peer} (not installed)` : peer,
    peerValue,
    ratio,
    goal: `ratio < ${atMost}`,
    met: ratio === null || ratio < atMost,
  };
}

async function prepare(scratch: string): Promise<Source> {
  const folder = path.join(scratch, "source");
  await mkdir(folder);
  for (const site of [SENDER, ...SITES]) await serverIdentity(path.join(scratch, site), site, new Date());
  const library = new ContentLibrary(path.join(scratch, SENDER));
  const files = [];
  for (let index = 0; index < FILES; index++) {
    const file = path.join(folder, `file${index}.bin`);
    const sha256 = await writeRandomContent(file, FILE_BYTES);
    const read = async (start: number) => createReadStream(file, { start });
    const signal = new AbortController().signal;
    files.push(await library.addFile({ path: path.basename(file), bytes: FILE_BYTES, sha256, read, signal }));
  }
  const version = { packageId: "CAS00001", version: 1 };
  return { scratch, folder, ref: { ...version, sha256: await library.writeManifest({ ...version, files }) } };
}

async function replicateOurselves({ scratch, ref }: Source): Promise<{ seconds: number; peakMib: number }> {
  const options = {
    execArgv: [...DOWNLOAD_PROCESS.execArgv, "--import", "tsx"],
    env: { ...process.env, ...DOWNLOAD_PROCESS.env },
  };
  const sender = fork(support("replication-sender.ts"), [scratch, SENDER, ...SITES], options);
  const sites: ChildProcess[] = [];
  try {
    const [{ port }] = (await once(sender, "message")) as [{ port: number }];
    for (const site of SITES) {
      const args = [scratch, site, SENDER, String(port), JSON.stringify(ref)];
      const receiver = fork(support("replication-receiver.ts"), args, options);
      sites.push(receiver);
      await once(receiver, "message");
    }
    const startedAt = performance.now();
    const results = await Promise.all(
      sites.map(async (receiver) => {
        const done = once(receiver, "message");
        const failed = once(receiver, "exit").then(() => Promise.reject(new Error("a site ended early")));
        failed.catch(() => {});
        receiver.send("go");
        const [result] = await Promise.race([done, failed]);
        return donePulling.parse(result).peakMib;
      }),
    );
    return { seconds: (performance.now() - startedAt) / 1_000, peakMib: Math.max(...results) };
  } finally {
    for (const child of [sender, ...sites]) if (child.connected) child.disconnect();
    for (const site of SITES) {
      await rm(path.join(scratch, site, "ContentLib"), { recursive: true, force: true });
    }
  }
}

async function replicateWithRsync({ scratch, folder }: Source): Promise<number | null> {
  if (!(await runProgram("rsync", ["--version"]))) return null;
  const port = await freePort();
  const config = path.join(scratch, "rsyncd.conf");
  await writeFile(config, `use chroot = no\n[source]\npath = ${folder}\nread only = yes\n`);
  const args = ["--daemon", "--no-detach", `--config=${config}`, `--port=${port}`, "--address=127.0.0.1"];
  const daemon = spawn("rsync", args, { stdio: "ignore" });
  try {
    await untilListening(port);
    return await toEverySite(scratch, async (target) => {
      await runProgram("rsync", ["-a", "--whole-file", `rsync://127.0.0.1:${port}/source/`, target]);
    });
  } finally {
    daemon.kill();
  }
}

async function replicateWithCurl({ scratch, folder }: Source): Promise<number | null> {
  if (!(await runProgram("curl", ["--version"]))) return null;
  const server = fork(support("static-server.mjs"), [folder], { execArgv: [] });
  try {
    const [{ port }] = (await once(server, "message")) as [{ port: number }];
    return await toEverySite(scratch, async (target) => {
      const urls = Array.from({ length: FILES }, (_, index) => `http://127.0.0.1:${port}/file${index}.bin`);
      await runProgram("curl", [
        ...["--silent", "--fail", "--parallel", "--output-dir", target],
        ...urls.flatMap((url) => ["-O", url]),
      ]);
      await runProgram(
        "sha256sum",
        urls.map((url) => path.join(target, path.basename(url))),
      );
    });
  } finally {
    server.disconnect();
  }
}

/** @returns seconds until every site has every file on its disk */
async function toEverySite(scratch: string, transfer: (folder: string) => Promise<void>): Promise<number> {
  const targets = SITES.map((site) => path.join(scratch, `target-${site}`));
  for (const target of targets) await mkdir(target);
  try {
    const startedAt = performance.now();
    await Promise.all(
      targets.map(async (target) => {
        await transfer(target);
        for (let index = 0; index < FILES; index++) await syncFile(path.join(target, `file${index}.bin`));
      }),
    );
    return (performance.now() - startedAt) / 1_000;
  } finally {
    for (const target of targets) await rm(target, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = net.connect(port, "127.0.0.1");
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await delay(50);
  }
  throw new Error("the rsync daemon did not start");
}

const support = (file: string): string => fileURLToPath(new URL(`./support/${file}`, import.meta.url));
