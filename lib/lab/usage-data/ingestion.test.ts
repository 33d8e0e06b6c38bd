import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Agent, type Dispatcher, request } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Day } from "@/lib/clock";
import { createRepository } from "@/lib/updates/publish/create-repository";
import { receiptSchema, relevanceSchema } from "@/lib/usage-data/ingestion-protocol";
import {
  bulkyItem,
  HIERARCHY,
  packBatch,
  relevanceItems,
  testDocument,
} from "@/lib/usage-data/testing/batch";
import type { Batch } from "@/lib/usage-data/upload/send-batch";
import { writeUploadMetadata } from "@/lib/usage-data/upload-metadata";
import { labCertificate } from "../certificates";
import { type CloudServer, startCloudServer } from "../cloud-server";
import { type Fault, FaultBoard } from "../faults";
import { SAMPLE_CATALOGUE } from "../sample-catalogue";
import { ensureSampleRepository, labPublisher } from "../sample-repository";
import { BatchStore } from "./batch-store";
import { usageDataRoutes } from "./usage-data-routes";

const START = new Date("2020-04-20T08:00:00Z");

let folder: string;
let server: CloudServer;
let agent: Agent;
let now = START;
const faults = new FaultBoard();
const batchFolder = () => path.join(folder, "usage-data");

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-ingestion-"));
  const publisher = labPublisher(folder, new Date());
  await createRepository(publisher);
  await ensureSampleRepository(publisher, 0);
  const certificate = await labCertificate(folder, new Date());
  const service = {
    batches: new BatchStore(batchFolder(), () => now),
    repository: () => publisher.repository,
    now: () => now,
  };
  server = await startCloudServer(0, certificate, usageDataRoutes(service, faults));
  agent = new Agent({ connect: { ca: certificate.authority } });
});
beforeEach(() => {
  now = START;
});
afterEach(async () => {
  faults.clear();
  await rm(batchFolder(), { recursive: true, force: true });
});
afterAll(async () => {
  await agent.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const TUS = { "tus-resumable": "1.0.0" };

async function send(method: Dispatcher.HttpMethod, url: string, headers = {}, body?: Uint8Array) {
  const response = await request(`https://localhost:${server.port}${url}`, {
    dispatcher: agent,
    method,
    headers,
    body,
  });
  const text = Buffer.from(await response.body.arrayBuffer()).toString();
  return { status: response.statusCode, headers: response.headers, body: text ? JSON.parse(text) : null };
}

const create = (batch: Batch, length: number = batch.bytes.length) =>
  send("POST", "/usage-data/batches/", {
    ...TUS,
    "upload-length": String(length),
    "upload-metadata": writeUploadMetadata({
      sha256: batch.sha256,
      hierarchy: batch.hierarchy,
      contentType: "application/json+gzip",
    }),
  });

const patch = (url: string, offset: number, body: Uint8Array) =>
  send(
    "PATCH",
    url,
    { ...TUS, "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
    body,
  );

async function upload(batch: Batch) {
  const url = String((await create(batch)).headers.location);
  return { url, answer: await patch(url, 0, batch.bytes) };
}

const receiptOf = async (url: string) => receiptSchema.parse((await send("GET", `${url}/receipt`)).body);
const relevance = () => send("GET", `/usage-data/hierarchies/${encodeURIComponent(HIERARCHY)}/relevance`);
const relevantNames = async () => {
  const { updates } = relevanceSchema.parse((await relevance()).body);
  const guids = updates.flatMap((update) => (update.relevant ? [update.packageGuid] : []));
  return SAMPLE_CATALOGUE.flatMap(({ facts }) => (guids.includes(facts.packageGuid) ? [facts.name] : []));
};
const switchOn = (fault: Fault) => faults.switchOn(fault);

describe("an upload", () => {
  it("arrives in parts, each acknowledged, and gets a receipt when it is whole", async () => {
    const batch = packBatch(testDocument());
    const url = String((await create(batch)).headers.location);
    expect((await send("GET", `${url}/receipt`)).status).toBe(409);
    expect(await patch(url, 0, batch.bytes.subarray(0, 10))).toMatchObject({
      status: 204,
      headers: { "upload-offset": "10", "tus-resumable": "1.0.0" },
    });
    expect(await send("HEAD", url, TUS)).toMatchObject({
      status: 200,
      headers: { "upload-offset": "10", "upload-length": String(batch.bytes.length) },
    });
    expect((await patch(url, 10, batch.bytes.subarray(10))).status).toBe(204);
    expect(await receiptOf(url)).toMatchObject({
      bodySha256: batch.sha256,
      acceptedAt: START.toISOString(),
      relevance: { bodySha256: batch.sha256 },
    });
  });

  it("of the same bytes is the same upload, with the same receipt", async () => {
    const batch = packBatch(testDocument());
    const first = await upload(batch);
    const receipt = await receiptOf(first.url);
    now = new Date(START.getTime() + Day.ms);
    expect((await create(batch)).headers.location).toBe(first.url);
    expect((await send("HEAD", first.url, TUS)).headers["upload-offset"]).toBe(String(batch.bytes.length));
    expect((await receiptOf(first.url)).receiptId).toBe(receipt.receiptId);
  });

  it("goes on where the connection broke", async () => {
    const batch = packBatch(testDocument({ items: [...relevanceItems(), bulkyItem(100_000)] }));
    const url = String((await create(batch)).headers.location);
    switchOn({ fault: "cut-upload", afterBytes: 20_000, times: 1 });
    await expect(patch(url, 0, batch.bytes)).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    expect((await send("HEAD", url, TUS)).headers["upload-offset"]).toBe("20000");
    expect((await patch(url, 20_000, batch.bytes.subarray(20_000))).status).toBe(204);
    expect((await receiptOf(url)).bodySha256).toBe(batch.sha256);
  });

  it("that names another offset than it has is refused", async () => {
    const batch = packBatch(testDocument());
    const url = String((await create(batch)).headers.location);
    expect((await patch(url, 5, batch.bytes)).status).toBe(409);
    expect((await send("HEAD", url, TUS)).headers["upload-offset"]).toBe("0");
  });

  it("that nobody created is not there", async () => {
    for (const id of ["a", `${"a".repeat(64)}/${"b".repeat(64)}`, "..%2F..%2Fkeys"]) {
      expect((await send("HEAD", `/usage-data/batches/${id}`, TUS)).status).toBe(404);
      expect((await patch(`/usage-data/batches/${id}`, 0, Buffer.from("x"))).status).toBe(404);
    }
  });

  it("is created only by who speaks the protocol and says what it is", async () => {
    const batch = packBatch(testDocument());
    expect((await send("POST", "/usage-data/batches/", {})).status).toBe(412);
    expect((await send("POST", "/usage-data/batches/", TUS)).status).toBe(400);
    expect((await create(batch, 33 * 1024 * 1024)).status).toBe(413);
    expect(await readdir(batchFolder()).catch(() => [])).toEqual([]);
  });
});

describe("a batch is refused and forgotten", () => {
  const other = packBatch(testDocument());
  it.each([
    [
      "whose bytes are not those announced",
      { ...packBatch(testDocument()), sha256: other.sha256 },
      "checksum-mismatch",
    ],
    ["that is no document", packBatch({ schemaVersion: 1 }), "document-invalid"],
    ["that unpacks without end", packBatch("0".repeat(33 * 1024 * 1024)), "document-invalid"],
    ["of another hierarchy", packBatch(testDocument({ hierarchy: "another" })), "hierarchy-mismatch"],
    [
      "that carries more than its level says",
      packBatch(testDocument({ level: 1, items: [...relevanceItems(), bulkyItem(10)] })),
      "level-exceeded",
    ],
  ])("%s", async (_what, batch, code) => {
    const { url, answer } = await upload(batch);
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect((await send("HEAD", url, TUS)).status).toBe(404);
    expect((await relevance()).status).toBe(404);
  });
});

describe("relevance", () => {
  const ON_1906 = ["Configuration Manager 1906 Hotfix Rollup (KB4517869)", "Configuration Manager 1910"];

  it("is unknown before the first batch", async () => expect((await relevance()).status).toBe(404));

  it("is judged from Basic items alone: a higher level neither adds nor takes away", async () => {
    await upload(packBatch(testDocument({ level: 1 })));
    expect(await relevantNames()).toEqual(ON_1906);
    const more = [...relevanceItems(), bulkyItem(100)];
    for (const level of [2, 3] as const) {
      await upload(
        packBatch(testDocument({ level, items: more, collectedAt: `2020-04-2${level}T08:00:00.000Z` })),
      );
      expect(await relevantNames()).toEqual(ON_1906);
    }
  });

  it("follows the batch that was collected last, in whatever order they come", async () => {
    const items = relevanceItems({ siteVersions: ["5.00.8913.1000"], earlyUpdateRings: ["2002"] });
    await upload(packBatch(testDocument({ items, collectedAt: "2020-04-27T08:00:00.000Z" })));
    await upload(packBatch(testDocument()));
    expect(await relevantNames()).toEqual([
      "Configuration Manager 1910 Hotfix Rollup (KB4537079)",
      "Configuration Manager 2002",
    ]);
  });

  it("says why an update is not relevant", async () => {
    await upload(packBatch(testDocument({ items: relevanceItems().slice(1) })));
    const { updates } = relevanceSchema.parse((await relevance()).body);
    expect(new Set(updates.map(({ reason }) => reason))).toEqual(new Set(["usageDataIncomplete"]));
  });

  it("is forgotten with the data after a year, as are uploads that nobody finished", async () => {
    await upload(packBatch(testDocument()));
    await create(packBatch(testDocument()));
    const [hierarchy = ""] = await readdir(batchFolder());
    now = new Date(START.getTime() + 364 * Day.ms);
    expect(await relevantNames()).toEqual(ON_1906);
    expect(await readdir(path.join(batchFolder(), hierarchy))).toHaveLength(1);
    now = new Date(START.getTime() + 366 * Day.ms);
    expect((await relevance()).status).toBe(404);
  });
});

describe("a fault that is on", () => {
  it("is named by the path of usage data, and leaves after its times", async () => {
    switchOn({ fault: "server-error", path: "/usage-data/", status: 503, times: 1 });
    expect((await create(packBatch(testDocument()))).status).toBe(503);
    switchOn({ fault: "too-many-requests", path: "/relevance", retryAfterSeconds: 7, times: 1 });
    expect(await relevance()).toMatchObject({ status: 429, headers: { "retry-after": "7" } });
    expect((await relevance()).status).toBe(404);
  });
});
