import { copyFile, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { BaseFetcher, Updater } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error";
import { Agent, type Dispatcher, fetch, request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addUpdate } from "@/lib/updates/publish/add-update";
import { createRepository } from "@/lib/updates/publish/create-repository";
import { refreshMetadata } from "@/lib/updates/publish/refresh-metadata";
import { readRepository } from "@/lib/updates/publish/repository";
import { catalogueRoutes } from "./catalogue-routes";
import { labCertificate } from "./certificates";
import { type CloudServer, startCloudServer } from "./cloud-server";
import { faultRoutes } from "./fault-routes";
import { FaultBoard } from "./faults";
import { SAMPLE_CATALOGUE } from "./sample-catalogue";
import { labPublisher } from "./sample-repository";

const CONTENT = { one: Buffer.from("0123456789"), two: Buffer.from("abcdefghij") };
const sample = SAMPLE_CATALOGUE[0];
if (!sample) throw new Error("the sample catalogue is empty");
const GUID = sample.facts.packageGuid;

let folder: string;
let server: CloudServer;
let agent: Agent;
let urlOf: Record<"one" | "two", string>;
const publisher = () => labPublisher(folder, new Date());

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-lab-cloud-"));
  await createRepository(publisher());
  const files = Object.entries(CONTENT).map(([name, bytes]) => ({ path: name, open: () => once(bytes) }));
  await addUpdate(publisher(), { facts: sample.facts, files });
  const certificate = await labCertificate(folder, new Date());
  const faults = new FaultBoard();
  server = await startCloudServer(0, certificate, [
    ...catalogueRoutes(publisher, faults),
    ...faultRoutes(faults),
  ]);
  agent = new Agent({ connect: { ca: certificate.authority } });
  const { targets } = (await readRepository(publisher().repository)).targets.signed;
  const url = (name: string) =>
    `/catalogue/targets/${GUID}/${targets[`${GUID}/${name}`]?.hashes.sha256}.${name}`;
  urlOf = { one: url("one"), two: url("two") };
});

afterEach(() => send("DELETE", "/lab/faults"));

afterAll(async () => {
  await agent.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function send(method: Dispatcher.HttpMethod, url: string, headers = {}, body?: object) {
  const response = await request(`https://localhost:${server.port}${url}`, {
    dispatcher: agent,
    method,
    headers,
    body: body && JSON.stringify(body),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.from(await response.body.arrayBuffer()).toString(),
  };
}

const get = (url: string, headers = {}) => send("GET", url, headers);
const switchOn = (fault: object) => send("POST", "/lab/faults", {}, fault);

describe("the catalogue as files", () => {
  it("comes whole, with its length, type and a strong tag", async () => {
    const response = await get(urlOf.one);
    expect(response).toMatchObject({
      status: 200,
      body: "0123456789",
      headers: {
        "content-length": "10",
        "accept-ranges": "bytes",
        "content-type": "application/octet-stream",
      },
    });
    expect(response.headers.etag).toMatch(/^"[^"]+"$/);
  });

  it("comes in single ranges", async () => {
    expect(await get(urlOf.one, { range: "bytes=2-4" })).toMatchObject({
      status: 206,
      body: "234",
      headers: { "content-range": "bytes 2-4/10", "content-length": "3" },
    });
    expect(await get(urlOf.one, { range: "bytes=-3" })).toMatchObject({ status: 206, body: "789" });
  });

  it("says how long the file is when a range lies behind its end", async () => {
    expect(await get(urlOf.one, { range: "bytes=10-" })).toMatchObject({
      status: 416,
      headers: { "content-range": "bytes */10" },
    });
  });

  it("comes whole when several ranges are asked for", async () => {
    expect(await get(urlOf.one, { range: "bytes=0-1,3-4" })).toMatchObject({
      status: 200,
      body: "0123456789",
    });
  });

  it("honours a range only under the tag it was asked for", async () => {
    const etag = (await get(urlOf.one)).headers.etag;
    const range = "bytes=2-4";
    expect(await get(urlOf.one, { range, "if-range": etag })).toMatchObject({ status: 206, body: "234" });
    expect(await get(urlOf.one, { range, "if-range": '"other"' })).toMatchObject({ status: 200 });
    expect(await get(urlOf.one, { range, "if-range": `W/${etag}` })).toMatchObject({ status: 200 });
  });

  it("is not sent again to a client that has it", async () => {
    const etag = (await get(urlOf.one)).headers.etag;
    expect(await get(urlOf.one, { "if-none-match": `"x", ${etag}` })).toMatchObject({
      status: 304,
      body: "",
    });
  });

  it("answers HEAD like GET, without a body and whatever the range", async () => {
    expect(await send("HEAD", urlOf.one, { range: "bytes=0-1" })).toMatchObject({
      status: 200,
      body: "",
      headers: { "content-length": "10" },
    });
  });

  it("refuses other methods and names those it knows", async () => {
    expect(await send("POST", urlOf.one)).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it.each([
    "/catalogue/targets/../../keys/root.pem",
    "/catalogue/targets/..%2f..%2fkeys/root.pem",
    "/catalogue/targets/%2e%2e/%2e%2e/keys/root.pem",
    "/catalogue/metadata/..%5c..%5ckeys",
    "/catalogue/metadata/%",
    "/catalogue/metadata/",
    "/catalogue/targets/.pending",
    "/elsewhere",
  ])("gives nothing for %s", async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it("is served only to clients that trust the lab's authority", async () => {
    await expect(request(`https://localhost:${server.port}${urlOf.one}`)).rejects.toThrow(/certificate/);
  });
});

describe("faults", () => {
  it("are refused with the field to blame when they make no sense", async () => {
    const response = await switchOn({ fault: "slow", bytesPerSecond: 0 });
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body)).toMatchObject({ issues: [{ path: "bytesPerSecond" }] });
  });

  it("are shown while they are on, and cleared", async () => {
    await switchOn({ fault: "expired-timestamp" });
    expect(JSON.parse((await get("/lab/faults")).body)).toEqual([{ fault: "expired-timestamp" }]);
    expect((await send("DELETE", "/lab/faults")).status).toBe(204);
    expect(JSON.parse((await get("/lab/faults")).body)).toEqual([]);
  });

  it("cannot be switched on through another host's name", async () => {
    // The client of a rebound name would not stop at the certificate; the board must.
    const careless = new Agent({
      connect: { checkServerIdentity: () => undefined, rejectUnauthorized: false },
    });
    const evil = await request(`https://localhost:${server.port}/lab/faults`, {
      dispatcher: careless,
      method: "POST",
      headers: { host: "evil.example" },
      body: JSON.stringify({ fault: "expired-timestamp" }),
    });
    await careless.close();
    expect(evil.statusCode).toBe(403);
  });

  it("flip one bit, in the whole file and in the range that holds it", async () => {
    await switchOn({ fault: "flip-byte", target: `${GUID}/one`, offset: 5 });
    expect((await get(urlOf.one)).body).toBe("0123446789");
    expect((await get(urlOf.one, { range: "bytes=5-6" })).body).toBe("46");
    expect((await get(urlOf.one, { range: "bytes=6-7" })).body).toBe("67");
    expect((await get(urlOf.two)).body).toBe("abcdefghij");
  });

  it("cut a file short without saying so", async () => {
    await switchOn({ fault: "truncate", target: `${GUID}/one`, bytes: 4 });
    expect(await get(urlOf.one)).toMatchObject({
      status: 200,
      body: "0123",
      headers: { "content-length": "4" },
    });
    expect(await get(urlOf.one, { range: "bytes=4-" })).toMatchObject({ status: 416 });
  });

  it("swap two files", async () => {
    await switchOn({ fault: "swap-targets", target: `${GUID}/one`, with: `${GUID}/two` });
    expect((await get(urlOf.one)).body).toBe("abcdefghij");
    expect((await get(urlOf.two)).body).toBe("0123456789");
  });

  it("refuse for a while, a counted number of times", async () => {
    await switchOn({ fault: "too-many-requests", path: "/targets/", retryAfterSeconds: 7, times: 1 });
    expect(await get(urlOf.one)).toMatchObject({ status: 429, headers: { "retry-after": "7" } });
    expect((await get(urlOf.one)).status).toBe(200);
  });

  it("fail like a broken server, where they are told to", async () => {
    await switchOn({ fault: "server-error", path: "timestamp.json", status: 502 });
    expect((await get("/catalogue/metadata/timestamp.json")).status).toBe(502);
    expect((await get(urlOf.one)).status).toBe(200);
  });

  it("cut connections after some bytes", async () => {
    await switchOn({ fault: "cut-connection", afterBytes: 3, times: 1 });
    await expect(get(urlOf.one)).rejects.toThrow();
    expect((await get(urlOf.one)).status).toBe(200);
  });

  it("slow the bytes down", async () => {
    await switchOn({ fault: "slow", bytesPerSecond: 30 });
    const started = performance.now();
    expect((await get(urlOf.one)).body).toBe("0123456789");
    expect(performance.now() - started).toBeGreaterThan(200);
  });
});

describe("forged timestamps", () => {
  class LabFetcher extends BaseFetcher {
    async fetch(url: string) {
      const response = await fetch(url, { dispatcher: agent });
      if (!response.ok || !response.body) throw new DownloadHTTPError("refused", response.status);
      return response.body as ReadableStream<Uint8Array<ArrayBuffer>>;
    }
  }

  /** A client that trusts the first root and has checked the catalogue once. */
  async function establishedClient() {
    const metadataDir = await mkdtemp(path.join(folder, "client-"));
    const trustedRoot = path.join(publisher().repository, "metadata/1.root.json");
    await copyFile(trustedRoot, path.join(metadataDir, "root.json"));
    const metadataBaseUrl = `https://localhost:${server.port}/catalogue/metadata`;
    const check = () => new Updater({ metadataDir, metadataBaseUrl, fetcher: new LabFetcher() }).refresh();
    await check();
    return check;
  }

  it.each([
    ["expired-timestamp", /expired/],
    ["rolled-back-metadata", /version/],
  ])("are refused by a TUF client: %s", async (fault, reason) => {
    await refreshMetadata(publisher());
    const check = await establishedClient();
    await switchOn({ fault });
    await expect(check()).rejects.toThrow(reason);
    await send("DELETE", "/lab/faults");
    await expect(check()).resolves.toBeUndefined();
  });
});
