import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWire, type Wire } from "@/lib/connectivity/wire";
import { writeRandomFile } from "@/lib/updates/testing/random-file";
import { type RangeServer, startRangeServer } from "@/lib/updates/testing/range-server";
import { type DownloadProgress, type DownloadRequest, downloadFiles } from "./download-files";
import { CHUNK_BYTES, type PlannedFile, RANGE_BYTES } from "./plan";
import { JOURNAL_NAME } from "./safe-path";

const STREAMS = 4;

let source: string;
let target: string;
let server: RangeServer;
let wire: Wire;

beforeEach(async () => {
  source = await mkdtemp(path.join(os.tmpdir(), "scp-source-"));
  target = path.join(await mkdtemp(path.join(os.tmpdir(), "scp-target-")), "package");
  server = await startRangeServer(source);
  wire = openWire({ certificateAuthorities: null, proxy: null, idleTimeoutMs: 2_000 });
});
afterEach(async () => {
  await wire.close();
  await server.close();
  await rm(source, { recursive: true, force: true });
  await rm(path.dirname(target), { recursive: true, force: true });
});

async function published(name: string, bytes: number): Promise<PlannedFile & { content: Buffer }> {
  return { ...(await writeRandomFile(source, name, bytes)), url: server.url + name };
}

const download = (files: PlannedFile[], overrides: Partial<DownloadRequest> = {}) =>
  downloadFiles({
    files,
    folder: target,
    wire,
    streams: STREAMS,
    signal: new AbortController().signal,
    verified: new Set(),
    ...overrides,
  });

const arrived = (name: string) => readFile(path.join(target, name));

describe("a download", () => {
  it("brings every file in its place, byte for byte, and leaves nothing else behind", async () => {
    const files = [
      await published("SMSSetup/setup.cab", 3 * RANGE_BYTES + 12_345),
      await published("redist/one.cab", RANGE_BYTES),
      await published("redist/empty.txt", 0),
      await published("redist/small.txt", 1),
    ];
    await download(files);
    for (const file of files) expect((await arrived(file.path)).equals(file.content), file.path).toBe(true);
    const names = (await readdir(target, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
    expect(names.map((e) => e.name).sort()).toEqual(["empty.txt", "one.cab", "setup.cab", "small.txt"]);
  });

  it("fetches each byte once", async () => {
    const file = await published("setup.cab", 5 * RANGE_BYTES + 1);
    await download([file]);
    expect(server.bytesServed).toBe(file.bytes);
  });

  it("runs as many ranges at once as it has streams", async () => {
    let open = 0;
    let most = 0;
    const counting: Pick<Wire, "get"> = {
      async get(url, options) {
        most = Math.max(most, ++open);
        const response = await wire.get(url, options);
        async function* body() {
          yield* response.body;
          open--;
        }
        return { ...response, body: body() };
      },
    };
    await download([await published("setup.cab", 8 * RANGE_BYTES)], { wire: counting, streams: 3 });
    expect(most).toBe(3);
  });

  it("tells when a file is verified, and only then", async () => {
    const file = await published("setup.cab", RANGE_BYTES + 1);
    const seen: string[] = [];
    await download([file], {
      onVerified: async ({ path: name }) => {
        expect(existsSync(path.join(target, name))).toBe(true);
        seen.push(name);
      },
    });
    expect(seen).toEqual(["setup.cab"]);
  });
});

describe("an interrupted download", () => {
  it("goes on where it was when it is paused and resumed", async () => {
    const file = await published("setup.cab", 12 * RANGE_BYTES);
    const pause = new AbortController();
    server.bytesPerSecond = 40_000_000;
    const paused = download([file], {
      signal: pause.signal,
      onStarted: (progress) => {
        const timer = setInterval(() => {
          if (progress.bytesDone() > 5 * RANGE_BYTES) pause.abort(new Error("pause"));
          if (pause.signal.aborted) clearInterval(timer);
        }, 5);
      },
    });
    await expect(paused).rejects.toThrow("pause");
    server.bytesPerSecond = null;
    await download([file]);
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
    expect(server.bytesServed - file.bytes).toBeLessThanOrEqual(STREAMS * CHUNK_BYTES);
  });

  it("refetches at most one chunk per stream after each kill -9, and ends with the right content", async () => {
    const file = await published("setup.cab", 24 * RANGE_BYTES);
    server.bytesPerSecond = 30_000_000;
    const kills = 3;
    for (let kill = 1; kill <= kills; kill++) {
      await downloadUntilKilled([file], (kill * file.bytes) / (kills + 2));
    }
    server.bytesPerSecond = null;
    await download([file]);
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
    expect(server.bytesServed - file.bytes).toBeLessThanOrEqual(kills * STREAMS * CHUNK_BYTES);
    expect(server.bytesServed).toBeGreaterThan(file.bytes);
  });

  it("believes a finished file of a killed run only after hashing it", async () => {
    const file = await published("setup.cab", RANGE_BYTES + 5);
    await mkdir(target);
    await writeFile(path.join(target, "setup.cab"), file.content);
    await download([file]);
    expect(server.requests).toEqual([]);
    const damaged = Buffer.from(file.content);
    damaged[7] = (damaged[7] ?? 0) ^ 1;
    await writeFile(path.join(target, "setup.cab"), damaged);
    await download([file]);
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
  });

  it("starts a file anew whose partial data somebody cut", async () => {
    const file = await published("setup.cab", 6 * RANGE_BYTES);
    server.bytesPerSecond = 30_000_000;
    await downloadUntilKilled([file], 3 * RANGE_BYTES);
    await truncate(path.join(target, "setup.cab.partial"), 1_000);
    server.bytesPerSecond = null;
    await download([file]);
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
  });

  it("reconnects at the byte where a connection broke", async () => {
    const file = await published("setup.cab", RANGE_BYTES);
    let cut = false;
    server.intercept = (_name, _request, response) => {
      if (cut) return false;
      cut = true;
      const half = file.content.subarray(0, RANGE_BYTES / 2);
      response.writeHead(206, {
        "content-length": RANGE_BYTES,
        "content-range": `bytes 0-${RANGE_BYTES - 1}/${file.bytes}`,
      });
      response.write(half, () => setTimeout(() => response.destroy(), 100));
      return true;
    };
    await download([file], { streams: 1 });
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
    expect(server.requests[1]?.range).not.toBe(`bytes=0-${RANGE_BYTES - 1}`);
  });
});

describe("content that is not what the publisher signed", () => {
  const flip = (content: Buffer): Buffer => {
    const flipped = Buffer.from(content);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 0x01;
    return flipped;
  };

  it("is refused for one flipped bit, fetched anew twice, and never put in its place", async () => {
    const file = await published("setup.cab", RANGE_BYTES + 99);
    server.tamper = (_name, content) => flip(content);
    const dropped: string[] = [];
    const failing = download([file], { onDropped: async (_file, error) => void dropped.push(error.code) });
    await expect(failing).rejects.toMatchObject({
      code: "target-hash-mismatch",
      params: { path: "setup.cab" },
    });
    expect(dropped).toEqual(Array(3).fill("target-hash-mismatch"));
    expect(existsSync(path.join(target, "setup.cab"))).toBe(false);
  });

  it("is forgiven when the next copy is right, and the other files stay", async () => {
    const bad = await published("bad.cab", RANGE_BYTES);
    const good = await published("good.cab", RANGE_BYTES);
    let spoiled = 1;
    server.tamper = (name, content) => (name === "bad.cab" && spoiled-- > 0 ? flip(content) : content);
    await download([bad, good]);
    expect((await arrived("bad.cab")).equals(bad.content)).toBe(true);
    expect(server.requests.filter((r) => r.path === "good.cab")).toHaveLength(1);
  });

  it("is refused when it is shorter", async () => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    server.tamper = (_name, content) => content.subarray(0, content.length - 1);
    await expect(download([file])).rejects.toMatchObject({
      code: "target-length-mismatch",
      params: { expectedBytes: file.bytes, actualBytes: file.bytes - 1 },
    });
  });

  it("is refused when two files were swapped", async () => {
    const one = await published("one.cab", 1_000);
    const two = await published("two.cab", 1_000);
    server.tamper = (name) => (name === "one.cab" ? two.content : one.content);
    await expect(download([one, two])).rejects.toMatchObject({ code: "target-hash-mismatch" });
  });

  it("is noticed by its validator before the whole file came twice", async () => {
    const file = await published("setup.cab", 4 * RANGE_BYTES);
    server.bytesPerSecond = 30_000_000;
    await downloadUntilKilled([file], 2 * RANGE_BYTES);
    server.bytesPerSecond = null;
    server.intercept = (_name, request, response) => {
      if (!request.headers["if-range"]) return false;
      // Another version by now: RFC 9110 sends all of it.
      response.writeHead(200, { "content-length": file.bytes, etag: '"other"' }).end(file.content);
      return true;
    };
    const dropped: string[] = [];
    await download([file], {
      onDropped: async (_file, error) => {
        dropped.push(error.code);
        server.intercept = () => false;
      },
    });
    expect(dropped).toEqual(["content-changed"]);
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
  });

  it.each([
    ["another part", (bytes: number) => `bytes 1-${bytes - 1}/${bytes}`],
    ["a longer part", (bytes: number) => `bytes 0-${bytes - 1}/${bytes}`],
    ["a part that ends before it begins", (bytes: number) => `bytes 0--1/${bytes}`],
    ["an unreadable part", () => "bytes everything"],
    ["no part at all", () => undefined],
  ])("is refused when a 206 brings %s than was asked for", async (_what, contentRange) => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    server.intercept = (_name, _request, response) => {
      const range = contentRange(file.bytes);
      response.writeHead(206, range === undefined ? {} : { "content-range": range });
      response.end(file.content.subarray(1));
      return true;
    };
    await expect(download([file], { streams: 1 })).rejects.toMatchObject({ code: "range-mismatch" });
    expect(existsSync(path.join(target, "setup.cab"))).toBe(false);
  });

  it("is refused when the length of the whole is another than was signed", async () => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    server.intercept = (_name, _request, response) => {
      response.writeHead(206, { "content-range": `bytes 0-${RANGE_BYTES - 1}/${file.bytes + 1}` });
      response.end(file.content.subarray(0, RANGE_BYTES));
      return true;
    };
    await expect(download([file], { streams: 1 })).rejects.toMatchObject({ code: "target-length-mismatch" });
  });

  it("is refused unread when a part announces a length that is not its own", async () => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    server.intercept = (_name, _request, response) => {
      response.writeHead(206, {
        "content-range": `bytes 0-${RANGE_BYTES - 1}/${file.bytes}`,
        "content-length": RANGE_BYTES + 1,
      });
      response.end(Buffer.alloc(RANGE_BYTES + 1));
      return true;
    };
    await expect(download([file], { streams: 1 })).rejects.toMatchObject({
      code: "content-length-mismatch",
      params: { expectedBytes: RANGE_BYTES },
    });
  });

  it("is fetched on when a server sends less of a part than was asked for", async () => {
    const file = await published("setup.cab", RANGE_BYTES);
    server.intercept = (_name, request, response) => {
      const start = Number(/^bytes=(\d+)/.exec(request.headers.range ?? "")?.[1]);
      const end = Math.min(start + RANGE_BYTES / 2, file.bytes);
      response.writeHead(206, { "content-range": `bytes ${start}-${end - 1}/${file.bytes}` });
      response.end(file.content.subarray(start, end));
      return true;
    };
    await download([file], { streams: 1 });
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
  });

  it("is not written beyond what was asked for", async () => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    server.intercept = (_name, _request, response) => {
      response.writeHead(206, { "content-range": `bytes 0-${RANGE_BYTES - 1}/${file.bytes}` });
      response.end(Buffer.alloc(RANGE_BYTES + 1));
      return true;
    };
    await expect(download([file], { streams: 1 })).rejects.toMatchObject({ code: "response-too-long" });
  });
});

describe("a server or proxy that does not send parts of files", () => {
  /** As behind a proxy that takes the Range header away. */
  const withoutRanges = (spoil?: (name: string, response: ServerResponse) => boolean) => {
    server.intercept = (name, request, response) => {
      delete request.headers.range;
      return spoil?.(name, response) ?? false;
    };
  };
  /** Requests without a range, each for the whole file. */
  const wholeRequests = () => server.requests.filter(({ range }) => range === null);

  it("is read in one stream per file, from the first byte to the last", async () => {
    const large = await published("setup.cab", 3 * RANGE_BYTES + 17);
    const other = await published("redist/one.cab", 2 * RANGE_BYTES);
    const small = await published("redist/small.txt", 10);
    withoutRanges();
    const said: string[] = [];
    let progress: DownloadProgress | undefined;
    await download([large, other, small], {
      onOneStream: (file) => said.push(file.path),
      onStarted: (started) => {
        progress = started;
      },
    });
    for (const file of [large, other, small]) {
      expect((await arrived(file.path)).equals(file.content), file.path).toBe(true);
    }
    expect(said.sort()).toEqual(["redist/one.cab", "setup.cab"]);
    expect(
      wholeRequests()
        .map((request) => request.path)
        .sort(),
    ).toEqual(["redist/one.cab", "setup.cab"]);
    expect(progress?.bytesDone()).toBe(large.bytes + other.bytes + small.bytes);
  });

  it("sends all of it again after a kill -9, but what was written stays", async () => {
    const file = await published("setup.cab", 8 * RANGE_BYTES);
    withoutRanges();
    server.bytesPerSecond = 30_000_000;
    await downloadUntilKilled([file], 5 * RANGE_BYTES);
    server.bytesPerSecond = null;
    let bytesAtStart = 0;
    await download([file], {
      onStarted: (progress) => {
        bytesAtStart = progress.bytesDone();
      },
    });
    expect(bytesAtStart).toBeGreaterThan(0);
    expect((await arrived("setup.cab")).equals(file.content)).toBe(true);
  });

  it("is refused when its content is not what was signed", async () => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    withoutRanges();
    server.tamper = (_name, content) => Buffer.concat([content.subarray(1), content.subarray(0, 1)]);
    await expect(download([file])).rejects.toMatchObject({ code: "target-hash-mismatch" });
    expect(existsSync(path.join(target, "setup.cab"))).toBe(false);
  });

  it.each([
    ["shorter", -1, "connection-lost"],
    ["longer", 1, "response-too-long"],
  ])("is refused when it sends %s than it should, without saying so", async (_what, by, code) => {
    const file = await published("setup.cab", 2 * RANGE_BYTES);
    withoutRanges((_name, response) => {
      response
        .writeHead(200)
        .end(Buffer.concat([file.content, Buffer.alloc(1)]).subarray(0, file.bytes + by));
      return true;
    });
    await expect(download([file])).rejects.toMatchObject({ code });
  });
});

describe("what the world does to a download is named", () => {
  it("a busy server and how long it asked us to wait", async () => {
    const file = await published("setup.cab", 10);
    server.intercept = (_name, _request, response) => {
      response.writeHead(503, { "retry-after": "7" }).end();
      return true;
    };
    await expect(download([file])).rejects.toMatchObject({
      code: "server-busy",
      params: { status: 503, retryAfterMs: 7_000 },
    });
  });

  it("a server that falls silent", async () => {
    const file = await published("setup.cab", 10);
    server.intercept = () => true;
    const impatient = openWire({ certificateAuthorities: null, proxy: null, idleTimeoutMs: 200 });
    await expect(download([file], { wire: impatient })).rejects.toMatchObject({ code: "response-timeout" });
    await impatient.close();
  });

  it("a disk that is too small, before a byte is fetched", async () => {
    const file = { ...(await published("setup.cab", 10)), bytes: 2 ** 43 };
    await expect(download([file])).rejects.toMatchObject({ code: "disk-space-insufficient" });
    expect(server.requests).toEqual([]);
  });

  it("a folder that cannot be made", async () => {
    await writeFile(target, "a file is in its place");
    const file = await published("setup.cab", 10);
    await expect(download([file])).rejects.toMatchObject({
      code: "disk-write-failed",
      params: { path: target, detail: "EEXIST" },
    });
  });

  it("a journal that cannot be written", async () => {
    await mkdir(path.join(target, JOURNAL_NAME), { recursive: true });
    const file = await published("setup.cab", 10);
    await expect(download([file])).rejects.toMatchObject({
      code: "disk-write-failed",
      params: { path: JOURNAL_NAME, detail: "EISDIR" },
    });
  });

  it.each([
    "../outside.cab",
    "/etc/passwd",
    "a/../../b",
    "C:\\x",
    "con",
    "a//b",
    "x.partial",
    "download.journal",
  ])("a path that would leave the folder or meet our own files: %s", async (name) => {
    const file = { ...(await published("setup.cab", 10)), path: name };
    await expect(download([file])).rejects.toMatchObject({ code: "path-unsafe" });
  });

  it("a folder that somebody replaced by a link to elsewhere", async () => {
    const file = { ...(await published("setup.cab", 10)), path: "redist/setup.cab" };
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), "scp-elsewhere-"));
    await mkdir(target);
    await symlink(elsewhere, path.join(target, "redist"));
    await expect(download([file])).rejects.toMatchObject({ code: "path-unsafe" });
    expect(await readdir(elsewhere)).toEqual([]);
    await chmod(elsewhere, 0o700);
    await rm(elsewhere, { recursive: true });
  });
});

/** Downloads in a process of its own until `bytes` are written, and kills it without warning. */
async function downloadUntilKilled(files: PlannedFile[], bytes: number): Promise<void> {
  const request = path.join(source, "request.json");
  const plain = files.map(({ path: name, url, bytes: size, sha256 }) => ({
    path: name,
    url,
    bytes: size,
    sha256,
  }));
  await writeFile(request, JSON.stringify({ files: plain, folder: target, streams: STREAMS }));
  const script = fileURLToPath(new URL("../testing/download-process.ts", import.meta.url));
  const child = fork(script, [request], { execArgv: ["--import", "tsx"] });
  child.on("message", (done) => {
    if (Number(done) >= bytes) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}
