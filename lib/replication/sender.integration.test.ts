import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import {
  contentDistributions,
  easySetupVersions,
  fileExchangeEndpoints,
  fileReplicationRoutes,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { EventHub } from "@/lib/executive/event-hub";
import { openPeer } from "@/lib/file-exchange/open-peer";
import { ensureManifest, pullContent } from "@/lib/file-exchange/pull-content";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { lanSender } from "./lan-sender.component";

const { db, connectionString } = await testDatabase();
const signal = new AbortController().signal;
const VERSION = { packageId: "CAS00001", version: 1 };

let folder: string;
let lines: string[];
let events: EventHub;
let servers: Record<string, string>;
let sender: { stop(): Promise<void> } | null = null;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-sender-"));
  lines = [];
  events = new EventHub();
  servers = {};
  await emptyTables(
    db,
    `content_distributions, easy_setup_versions, file_replication_routes,
    file_exchange_endpoints, site_system_roles, site_system_servers, sites`,
  );
  const site = { version: "1906", fullVersion: "5.00.8853.1000" };
  for (const [siteCode, parentSiteCode, type] of [
    ["CAS", null, 4],
    ["PR1", "CAS", 2],
    ["PR2", "CAS", 2],
  ] as const) {
    await db.insert(sites).values({ ...site, siteCode, name: siteCode, type, parentSiteCode });
    const fqdn = `${siteCode.toLowerCase()}.contoso.com`;
    const [server] = await db.insert(siteSystemServers).values({ fqdn, siteCode }).returning();
    servers[siteCode] = server?.id ?? "";
    await db.insert(siteSystemRoles).values({ serverId: servers[siteCode], role: SITE_SERVER_ROLE });
  }
});
afterEach(async () => {
  await sender?.stop();
  sender = null;
  await rm(folder, { recursive: true, force: true });
});

function threadOf(siteCode: string, stop = new AbortController()): ThreadContext {
  const line = (message: string) => void lines.push(message);
  const log = {
    info: line,
    warning: line,
    error: line,
    line: (_: unknown, message: string) => line(message),
  };
  const subscription = events.subscribe();
  return {
    component: "SMS_LAN_SENDER",
    threadId: 1,
    serverId: servers[siteCode] ?? "",
    serverFqdn: `${siteCode.toLowerCase()}.contoso.com`,
    siteCode,
    installDir: path.join(folder, siteCode),
    connectionString,
    db,
    clock: systemClock,
    signal: stop.signal,
    log,
    logTo: () => log,
    fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
    ownsServer: async () => true,
    setNextScheduled: async () => {},
    wait: (topics, timeoutMs) => subscription.wait(topics, timeoutMs, stop.signal),
  };
}

const urlOfSender = async () =>
  (
    await db
      .select()
      .from(fileExchangeEndpoints)
      .where(eq(fileExchangeEndpoints.serverId, servers.CAS ?? ""))
  )[0]?.url ?? null;

async function startSender(): Promise<void> {
  const stop = new AbortController();
  const running = lanSender.run(threadOf("CAS", stop));
  sender = {
    async stop() {
      stop.abort();
      await running;
    },
  };
  await vi.waitFor(async () => expect(await urlOfSender()).not.toBeNull(), { timeout: 10_000 });
}

async function publishContent() {
  const library = new ContentLibrary(path.join(folder, "CAS"));
  const content = randomBytes(100_000);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const read = async () =>
    (async function* () {
      yield content;
    })();
  const file = await library.addFile({ path: "a.bin", bytes: content.length, sha256, read, signal });
  const manifestSha256 = await library.writeManifest({ ...VERSION, files: [file] });
  await db.insert(easySetupVersions).values({
    ...VERSION,
    packageGuid: "61f16b3c-f1f6-4f9f-8647-2a524b0c802c",
    sourceHash: "0".repeat(64),
    manifestSha256,
    fileCount: 1,
    totalBytes: content.length,
    createdAt: new Date(),
  });
  return { ...VERSION, sha256: manifestSha256 };
}

const distribute = (siteCode: string, state: "sending" | "pending") =>
  db.insert(contentDistributions).values({
    ...VERSION,
    siteCode,
    state,
    sendRequestId: `R${siteCode}`,
    createdAt: new Date(),
    updatedAt: new Date(),
  });

async function pull(siteCode: string, ref: Awaited<ReturnType<typeof publishContent>>): Promise<void> {
  const thread = threadOf(siteCode);
  const library = new ContentLibrary(thread.installDir);
  const peer = await openPeer(thread, servers.CAS ?? "");
  try {
    const manifest = await ensureManifest({ peer, library, signal }, ref);
    const missing = await library.findMissing(manifest, { deep: true, signal });
    await pullContent({ peer, library, manifest, missing, signal, streams: 2 });
  } finally {
    peer.close();
  }
}

it("gives a child site what it has a send request for, says so once, and takes its address back", async () => {
  const ref = await publishContent();
  await startSender();
  // Both came after the sender looked: neither the certificate nor the send request needs its restart.
  await distribute("PR1", "sending");
  await distribute("PR2", "sending");
  await Promise.all([pull("PR1", ref), pull("PR2", ref)]);
  await db.update(contentDistributions).set({ state: "stored" });
  events.announce("replication");
  await vi.waitFor(() =>
    expect(lines.filter((line) => line.startsWith("Sending completed"))).toHaveLength(2),
  );
  for (const line of ["Package file = ", "Sending Started ["]) {
    expect(
      lines.filter((said) => said === `${line}c:\\SMSPKG\\CAS00001.PCK.1${line.includes("[") ? "]" : ""}`),
    ).toHaveLength(2);
  }
  await sender?.stop();
  expect(await urlOfSender()).toBeNull();
  await expect(pull("PR1", { ...ref, version: 2 })).rejects.toMatchObject({ code: "peer-unreachable" });
});

it("refuses a site without a send request, and a server that is none of its children's", async () => {
  const ref = await publishContent();
  await distribute("PR1", "sending");
  await distribute("PR2", "pending");
  await startSender();
  await expect(pull("PR2", ref)).rejects.toMatchObject({ code: "peer-refused" });
  await db.update(sites).set({ parentSiteCode: null }).where(eq(sites.siteCode, "PR1"));
  events.announce("sites");
  await vi.waitFor(() => expect(pull("PR1", ref)).rejects.toMatchObject({ code: "own-certificate-refused" }));
});

it("gives nothing while the route is closed or messaging is turned off, and says when to come back", async () => {
  const ref = await publishContent();
  await distribute("PR1", "sending");
  const route = { sourceSiteCode: "CAS", destinationSiteCode: "PR1" };
  await db.insert(fileReplicationRoutes).values({
    ...route,
    openHours: "0".repeat(168),
    updatedAt: new Date(),
    updatedBy: "test",
  });
  await startSender();
  await expect(pull("PR1", ref)).rejects.toMatchObject({ code: "peer-busy" });
  await db.update(fileReplicationRoutes).set({ openHours: null });
  await db.update(sites).set({ messagingEnabled: false }).where(eq(sites.siteCode, "PR1"));
  events.announce("replication");
  await vi.waitFor(() => expect(pull("PR1", ref)).rejects.toMatchObject({ code: "peer-busy" }));
  await db.update(sites).set({ messagingEnabled: true });
  events.announce("sites");
  await vi.waitFor(() => pull("PR1", ref));
});

it("finds a sender again that came back at another address", async () => {
  const ref = await publishContent();
  await distribute("PR1", "sending");
  await startSender();
  const thread = threadOf("PR1");
  const peer = await openPeer(thread, servers.CAS ?? "");
  const manifest = {
    share: "ContentLib",
    path: "DataLib/CAS00001.1.json",
    maxBytes: 10_000,
    signal,
  } as const;
  await peer.readFile(manifest);
  await sender?.stop();
  await startSender();
  expect(
    createHash("sha256")
      .update(await peer.readFile(manifest))
      .digest("hex"),
  ).toBe(ref.sha256);
  peer.close();
});
