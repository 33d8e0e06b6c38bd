import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  fileExchangeEndpoints,
  SERVICE_CONNECTION_POINT_ROLE,
  sealingKeys,
  siteSystemInstallationAccounts,
  siteSystemRoles,
  siteSystemServers,
} from "@/lib/db/schema";
import { openPeer } from "@/lib/file-exchange/open-peer";
import { ReplicationLab } from "@/lib/replication/testing/replication-lab";
import { announceServerKey } from "@/lib/secrets/server-key";
import { serverBootstrap } from "@/lib/server-tasks/server-bootstrap.component";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { getInstallationAccount } from "./get-installation-account";
import { removeInstallationAccount } from "./remove-installation-account";
import { setInstallationAccount } from "./set-installation-account";
import { testInstallationAccount } from "./test-installation-account";

const { db } = await testDatabase();
const ctx = testCtx(db, { clock: systemClock });
const PACKAGE = "91b4b6b8-fdd8-4c65-a3d5-3a7d7b0c55a1";
const PASSWORD = "Grüße:an-den-Standort";
const content = randomBytes(3_000);
const signal = new AbortController().signal;

let lab: ReplicationLab;
let serverId: string;
beforeEach(async () => {
  lab = await ReplicationLab.start(db, "SCP");
  await announceServerKey(siteServer());
  await lab.enable(PACKAGE, { "update.cab": content }, "SCP");
  const [server] = await db
    .select()
    .from(siteSystemServers)
    .where(eq(siteSystemServers.fqdn, "scp.contoso.com"));
  serverId = server!.id;
});
afterEach(() => lab.close());

const siteServer = () => lab.thread("CAS", { name: "SMS_DISTRIBUTION_MANAGER", logFile: "distmgr.log" });
const set = (password: string, userName = "CONTOSO\\install") =>
  setInstallationAccount(ctx, { serverId, userName, password });

/** The server that holds the role gives its files from now on. */
async function dispatch(): Promise<void> {
  lab.startDispatch();
  const given = () =>
    db.select().from(fileExchangeEndpoints).where(eq(fileExchangeEndpoints.serverId, serverId));
  await expect.poll(async () => (await given())[0]?.url ?? null, { timeout: 20_000 }).not.toBeNull();
}
const request = {
  share: "EasySetupPayload",
  path: `${PACKAGE}/update.cab`,
  start: 0,
  end: content.length,
  signal,
} as const;

async function fetchUpdate(): Promise<Buffer> {
  const peer = await openPeer(siteServer(), serverId);
  try {
    return await peer.readRange(request);
  } finally {
    peer.close();
  }
}

async function view() {
  const got = await getInstallationAccount(ctx, { serverId });
  if (!got.ok) throw new Error(got.code);
  return got.value;
}

async function testTransfer() {
  lab.run("CAS", serverBootstrap);
  lab.run("SCP", serverBootstrap);
  expect(await testInstallationAccount(ctx, { serverId })).toMatchObject({ ok: true });
  await expect.poll(async () => (await view()).test?.state, { timeout: 20_000 }).toMatch(/done|failed/);
  return (await view()).test;
}

describe("the site system installation account", () => {
  it("is not wanted by default: the site server's certificate is enough", async () => {
    await dispatch();
    expect(await fetchUpdate()).toEqual(content);
  });

  it("is presented by the site server, and demanded by the server that holds the role", async () => {
    expect(await set(PASSWORD)).toMatchObject({ ok: true });
    await dispatch();
    expect(await fetchUpdate()).toEqual(content);
    const kept = JSON.stringify(await db.select().from(siteSystemInstallationAccounts));
    expect(kept).not.toContain(PASSWORD);
  });

  it("is refused by its name when it is a wrong one", async () => {
    await set(PASSWORD);
    const [right] = await db.select().from(siteSystemInstallationAccounts);
    await set("another one", "CONTOSO\\other");
    await db.update(siteSystemInstallationAccounts).set({ passwordHash: right!.passwordHash });
    await dispatch();
    await expect(fetchUpdate()).rejects.toMatchObject({
      code: "installation-account-refused",
      params: { server: "scp.contoso.com", account: "CONTOSO\\other" },
    });
  });

  it("may be set, changed and removed while a transfer runs: it goes on with what counts then", async () => {
    await dispatch();
    const peer = await openPeer(siteServer(), serverId);
    expect(await peer.readRange(request)).toEqual(content);
    await set(PASSWORD);
    expect(await peer.readRange(request)).toEqual(content);
    await set("a new password");
    expect(await peer.readRange(request)).toEqual(content);
    await removeInstallationAccount(ctx, { serverId });
    expect(await peer.readRange(request)).toEqual(content);
    peer.close();
  });

  it("cannot be read by another site server than the one it was sealed to", async () => {
    await set(PASSWORD);
    await dispatch();
    const other = { ...siteServer(), installDir: lab.installDir("PR1") };
    await expect(openPeer(other, serverId)).rejects.toMatchObject({
      code: "installation-account-unreadable",
      params: { account: "CONTOSO\\install" },
    });
  });

  it("is of no use on the site server itself, and of none before that has a key", async () => {
    const { serverId: own } = siteServer();
    expect(await setInstallationAccount(ctx, { serverId: own, userName: "x", password: "y" })).toMatchObject({
      code: "site-server-needs-no-account",
    });
    expect(await set("x", "with:colon")).toMatchObject({ code: "invalid-input", field: "userName" });
    await db.delete(sealingKeys);
    expect(await set(PASSWORD)).toMatchObject({ code: "site-server-key-unknown", params: { site: "CAS" } });
  });
});

describe("a test transfer", () => {
  it("brings a real file to the site server, tells bytes, time and hash, and leaves nothing behind", async () => {
    await set(PASSWORD);
    await dispatch();
    expect(await testTransfer()).toMatchObject({
      state: "done",
      result: {
        bytes: 1_048_576,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        account: "CONTOSO\\install",
      },
    });
    expect((await db.select().from(siteSystemInstallationAccounts))[0]).toMatchObject({ testCode: "ok" });
    expect(await readdir(path.join(lab.installDir("SCP"), "TestTransfer"))).toEqual([]);
  });

  it("is possible before the server holds the role", async () => {
    await db.delete(siteSystemRoles).where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
    expect(await testTransfer()).toMatchObject({ state: "done", result: { account: null } });
  });

  it("says why it failed", async () => {
    await set(PASSWORD);
    await db
      .update(siteSystemInstallationAccounts)
      .set({ passwordHash: "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$x" });
    expect(await testTransfer()).toMatchObject({ state: "failed" });
    expect((await view()).account).toMatchObject({ userName: "CONTOSO\\install", readable: true });
  });
});
