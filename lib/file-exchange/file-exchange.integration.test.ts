import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { type ContentManifest, PIECE_BYTES } from "@/lib/content-library/model";
import { type ServerIdentity, serverIdentity } from "./identity";
import { type FileExchangePeer, peerOver } from "./open-peer";
import { PeerConnection, type RangeRequest } from "./peer-connection";
import { ensureManifest, pullContent } from "./pull-content";
import { type FileServer, fingerprintOf, type ServeOptions, serveFiles, type Verdict } from "./serve-files";

const signal = new AbortController().signal;
const now = new Date();
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

let folder: string;
let parent: ContentLibrary;
let child: ContentLibrary;
let identities: { parent: ServerIdentity; child: ServerIdentity; stranger: ServerIdentity };
let server: FileServer | null = null;
const connections: PeerConnection[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-exchange-"));
  parent = new ContentLibrary(path.join(folder, "parent"));
  child = new ContentLibrary(path.join(folder, "child"));
  const identity = (name: string) => serverIdentity(path.join(folder, name), `${name}.contoso.com`, now);
  identities = {
    parent: await identity("parent"),
    child: await identity("child"),
    stranger: await identity("stranger"),
  };
});
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  await server?.close();
  server = null;
  await rm(folder, { recursive: true, force: true });
});

async function serve(options: Partial<ServeOptions> = {}): Promise<FileServer> {
  const registered = fingerprintOf(identities.child.certificate);
  server = await serveFiles({
    host: "127.0.0.1",
    port: 0,
    identity: identities.parent,
    judge: async (certificate): Promise<Verdict> =>
      certificate === registered
        ? { verdict: "allowed", root: parent.folder }
        : { verdict: "unknown-certificate" },
    onError: () => {},
    ...options,
  });
  return server;
}

function connect(
  port: number,
  { as = identities.child, pin = identities.parent.certificate, idleTimeoutMs = 10_000 } = {},
): PeerConnection {
  const address = {
    server: "parent.contoso.com",
    url: `https://127.0.0.1:${port}`,
    certificate: pin,
    account: null,
  };
  const connection = new PeerConnection(address, as, idleTimeoutMs);
  connections.push(connection);
  return connection;
}

/** Counts what is asked for. */
function counting(connection: PeerConnection, before: (request: RangeRequest) => void = () => {}) {
  const requests: RangeRequest[] = [];
  const range = (request: RangeRequest) => {
    before(request);
    requests.push(request);
    return connection.range(request);
  };
  const peer: FileExchangePeer = peerOver("parent.contoso.com", range, () => connection.close());
  return { peer, requests };
}

async function published(...contents: Buffer[]): Promise<{ manifest: ContentManifest; sha256: string }> {
  const files = [];
  for (const [index, content] of contents.entries()) {
    const read = async (start: number) =>
      (async function* () {
        yield content.subarray(start);
      })();
    const name = `file${index}.bin`;
    files.push(
      await parent.addFile({ path: name, bytes: content.length, sha256: sha256(content), read, signal }),
    );
  }
  const manifest = { packageId: "CAS00001", version: 1, files };
  return { manifest, sha256: await parent.writeManifest(manifest) };
}

const anyRange = { share: "ContentLib", path: "DataLib/CAS00001.1.json", start: 0, end: 10, signal } as const;

describe("who the two sides are", () => {
  it("keeps the key to the owner, and one certificate until a month before it expires", async () => {
    const file = path.join(folder, "parent", "file-exchange", "identity.pem");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const at = (days: number) =>
      serverIdentity(
        path.join(folder, "parent"),
        "parent.contoso.com",
        new Date(now.getTime() + days * 86_400_000),
      );
    expect((await at(300)).certificate).toBe(identities.parent.certificate);
    expect((await at(370)).certificate).not.toBe(identities.parent.certificate);
  });

  it("refuses a client whose certificate is not registered, and one without", async () => {
    await published(randomBytes(10));
    const { port } = await serve();
    await expect(connect(port, { as: identities.stranger }).range(anyRange)).rejects.toMatchObject({
      code: "own-certificate-refused",
    });
    expect((await connect(port).range(anyRange)).data).toHaveLength(10);
  });

  it("does not talk to a server with another certificate than the registered one", async () => {
    let asked = 0;
    const { port } = await serve({
      identity: identities.stranger,
      judge: async () => {
        asked++;
        return { verdict: "refused" };
      },
    });
    await expect(connect(port).range(anyRange)).rejects.toMatchObject({ code: "peer-certificate-unknown" });
    expect(asked).toBe(0);
  });

  it("shows its renewed certificate to new connections without a restart", async () => {
    await published(randomBytes(10));
    const running = await serve();
    running.renew(identities.stranger);
    const renewed = connect(running.port, { pin: identities.stranger.certificate });
    expect((await renewed.range(anyRange)).data).toHaveLength(10);
    await expect(connect(running.port).range(anyRange)).rejects.toMatchObject({
      code: "peer-certificate-unknown",
    });
  });
});

describe("what is answered", () => {
  it("gives exact ranges, the end of a file, and nothing behind it", async () => {
    const content = randomBytes(1_000);
    await published(content);
    const connection = connect((await serve()).port);
    const name = `FileLib/${sha256(content).slice(0, 4)}/${sha256(content)}`;
    const ask = (start: number, end: number) =>
      connection.range({ share: "ContentLib", path: name, start, end, signal });
    expect((await ask(10, 20)).data.equals(content.subarray(10, 20))).toBe(true);
    expect(await ask(990, 5_000)).toEqual({ data: content.subarray(990), totalBytes: 1_000 });
    expect(await ask(1_000, 1_001)).toEqual({ data: Buffer.alloc(0), totalBytes: 1_000 });
  });

  it.each([
    ["peer-refused", { verdict: "refused" }],
    ["peer-busy", { verdict: "busy", retryAfterSeconds: 90 }],
  ] as const)("names %s", async (code, verdict) => {
    const { port } = await serve({ judge: async () => verdict });
    await expect(connect(port).range(anyRange)).rejects.toMatchObject({
      code,
      params: code === "peer-busy" ? { retryAfterSeconds: 90 } : {},
    });
  });

  it("names a missing file", async () => {
    const { port } = await serve();
    await expect(connect(port).range(anyRange)).rejects.toMatchObject({ code: "peer-file-missing" });
  });

  it("names a server that is not there, and one that says nothing", async () => {
    const accepted: net.Socket[] = [];
    const silent = net.createServer((socket) => accepted.push(socket));
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const { port } = silent.address() as net.AddressInfo;
    await expect(connect(port, { idleTimeoutMs: 200 }).range(anyRange)).rejects.toMatchObject({
      code: "peer-timeout",
    });
    for (const socket of accepted) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    await expect(connect(port).range(anyRange)).rejects.toMatchObject({ code: "peer-unreachable" });
  });

  it("lets no answer leave faster than its pace allows, and cuts it when told", async () => {
    const content = randomBytes(4_000);
    await published(content);
    const taken: number[] = [];
    const { port } = await serve({
      judge: async () => ({
        verdict: "allowed",
        root: parent.folder,
        pace: {
          stepBytes: () => 1_000,
          take: async (bytes) => {
            taken.push(bytes);
            return taken.length <= 4;
          },
        },
      }),
    });
    const path = `FileLib/${sha256(content).slice(0, 4)}/${sha256(content)}`;
    const request = { share: "ContentLib", path, start: 0, end: 4_000, signal } as const;
    const connection = connect(port);
    expect((await connection.range(request)).data.equals(content)).toBe(true);
    expect(taken).toEqual([1_000, 1_000, 1_000, 1_000]);
    await expect(connection.range(request)).rejects.toMatchObject({ code: "peer-connection-lost" });
  });
});

describe("pulling content", () => {
  const contents = [
    randomBytes(3 * PIECE_BYTES + 17),
    randomBytes(PIECE_BYTES),
    randomBytes(5),
    Buffer.alloc(0),
  ];

  async function pull(
    peer: FileExchangePeer,
    manifest: ContentManifest,
    options: { deep?: boolean; signal?: AbortSignal } = {},
  ) {
    const missing = await child.findMissing(manifest, { deep: options.deep ?? false, signal });
    let done = 0;
    await pullContent({
      peer,
      library: child,
      manifest,
      missing,
      signal: options.signal ?? signal,
      streams: 4,
      onProgress: ({ bytesDone }) => {
        done = bytesDone;
      },
    });
    return done;
  }

  it("brings the manifest the database names and every content, verified", async () => {
    const { manifest, sha256: manifestSha256 } = await published(...contents);
    const { peer } = counting(connect((await serve()).port));
    const ref = { packageId: "CAS00001", version: 1, sha256: manifestSha256 };
    expect(await ensureManifest({ peer, library: child, signal }, ref)).toEqual(manifest);
    expect(await pull(peer, manifest)).toBe(contents.reduce((sum, { length }) => sum + length, 0));
    for (const content of contents) {
      expect((await readFile(child.filePath(sha256(content)))).equals(content)).toBe(true);
    }
    expect(await child.findMissing(manifest, { deep: true, signal })).toEqual([]);
  });

  it("refuses a manifest that is not the one the database names", async () => {
    await published(...contents);
    const { peer } = counting(connect((await serve()).port));
    const ref = { packageId: "CAS00001", version: 1, sha256: "0".repeat(64) };
    await expect(ensureManifest({ peer, library: child, signal }, ref)).rejects.toMatchObject({
      code: "peer-content-damaged",
    });
  });

  it("says how much is arriving before a piece is whole, and takes it back when it fails", async () => {
    const { manifest } = await published(contents[1]!);
    const missing = await child.findMissing(manifest, { deep: false, signal });
    const said: number[] = [];
    let taken = 0;
    const { port } = await serve({
      judge: async () => ({
        verdict: "allowed",
        root: parent.folder,
        pace: { stepBytes: () => 1_000_000, take: async () => ++taken <= 2 },
      }),
    });
    const { peer } = counting(connect(port));
    const onProgress = ({ bytesDone }: { bytesDone: number }) => void said.push(bytesDone);
    const pulled = pullContent({ peer, library: child, manifest, missing, signal, streams: 4, onProgress });
    await expect(pulled).rejects.toMatchObject({ code: "peer-connection-lost" });
    expect(Math.max(...said)).toBeGreaterThan(0);
    expect(Math.max(...said)).toBeLessThan(PIECE_BYTES);
    expect(said.at(-1)).toBe(0);
  });

  it("fetches after an abort only what has not arrived", async () => {
    const { manifest } = await published(...contents);
    const connection = connect((await serve()).port);
    const stop = new AbortController();
    let asked = 0;
    const first = counting(connection, () => {
      if (++asked === 4) stop.abort(new Error("killed"));
    });
    await expect(pull(first.peer, manifest, { signal: stop.signal })).rejects.toThrow("killed");
    const second = counting(connection);
    await pull(second.peer, manifest);
    const pieces = manifest.files.reduce((sum, file) => sum + file.pieces.length, 0);
    // At most one piece per stream was on its way.
    expect(second.requests.length).toBeLessThanOrEqual(pieces);
    expect(first.requests.length + second.requests.length).toBeLessThanOrEqual(pieces + 4);
    expect(await child.findMissing(manifest, { deep: true, signal })).toEqual([]);
  });

  it("repairs a damaged piece by exactly that piece", async () => {
    const { manifest } = await published(...contents);
    const { peer, requests } = counting(connect((await serve()).port));
    await pull(peer, manifest);
    const target = child.filePath(sha256(contents[0]!));
    const handle = await open(target, "r+");
    await handle.write(Buffer.from("damage"), 0, 6, PIECE_BYTES + 3);
    await handle.close();
    requests.length = 0;
    await pull(peer, manifest, { deep: true });
    expect(requests.map(({ start, end }) => [start, end])).toEqual([[PIECE_BYTES, 2 * PIECE_BYTES]]);
    expect((await readFile(target)).equals(contents[0]!)).toBe(true);
  });

  it("names a peer that sends another content, and keeps none of it", async () => {
    const { manifest } = await published(...contents);
    const lying = parent.filePath(sha256(contents[1]!));
    const handle = await open(lying, "r+");
    await handle.write(Buffer.from("lie"), 0, 3, 99);
    await handle.close();
    const { peer } = counting(connect((await serve()).port));
    await expect(pull(peer, manifest)).rejects.toMatchObject({
      code: "peer-content-damaged",
      params: { server: "parent.contoso.com", path: "file1.bin" },
    });
    await expect(stat(child.filePath(sha256(contents[1]!)))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
