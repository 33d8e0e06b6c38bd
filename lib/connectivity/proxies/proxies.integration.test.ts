import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { auditMessages, cloudEnvironments, siteSystemProxies } from "@/lib/db/schema";
import { announceServerKey } from "@/lib/secrets/server-key";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { installHierarchy } from "@/lib/updates/servicing/testing/servicing-lab";
import { openCloudClient, openEnvironmentWire, openWebhookWire } from "../cloud-client";
import { readAnswer } from "../read-answer";
import { selfSigned } from "../testing/self-signed";
import type { ProxyRules } from "../testing/start-proxy";
import { configureProxy } from "./configure-proxy";
import { getProxy } from "./get-proxy";

const { db } = await testDatabase();
const ctx = () => testCtx(db, { clock: systemClock });

const ACCOUNT = { userName: "CONTOSO\\svc-proxy", password: "canary:of-the-proxy" };

const identity = await selfSigned("localhost");
const cloud = https.createServer(identity, (_request, response) => response.end("hello"));
await once(cloud.listen(0, "127.0.0.1"), "listening");
const url = `https://localhost:${(cloud.address() as AddressInfo).port}/`;

/** A proxy in a process of its own, as at a company. */
async function startProxyProcess(rules: ProxyRules) {
  const script = fileURLToPath(new URL("../testing/proxy-process.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(rules)], { execArgv: ["--import", "tsx"] });
  const [port] = await once(child, "message");
  return { port: Number(port), end: () => child.disconnect() };
}
const strict = await startProxyProcess({ credentials: ACCOUNT });
const folder = await mkdtemp(path.join(os.tmpdir(), "scp-proxies-"));
afterAll(async () => {
  strict.end();
  cloud.closeAllConnections();
  cloud.close();
  await rm(folder, { recursive: true, force: true });
});

let host: ReturnType<typeof testThread>;
beforeEach(async () => {
  await emptyTables(db, "sites, cloud_environments, audit_messages");
  const serverId = await installHierarchy(db);
  await db.update(cloudEnvironments).set({ certificateAuthorities: identity.cert });
  await db.execute("update service_connection_point set running_mode = 'online'");
  const installDir = await mkdtemp(path.join(folder, "server-"));
  host = testThread({ component: "SMS_DMP_DOWNLOADER", db, serverId, installDir }, []);
  await announceServerKey(host);
});

const configure = (changed: Record<string, unknown> = {}) =>
  configureProxy(ctx(), {
    serverId: host.serverId,
    enabled: true,
    host: "127.0.0.1",
    port: strict.port,
    ...ACCOUNT,
    ...changed,
  });

async function ask(): Promise<string> {
  const client = await openCloudClient(host);
  try {
    return (await readAnswer(await client.get(url), url, 100)).toString();
  } finally {
    await client.close();
  }
}

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => {
      throw new Error("it was answered");
    },
    (error: unknown) => error as Error,
  );

const proxy = () => `127.0.0.1:${strict.port}`;

describe("the proxy of a server", () => {
  it("lets every way out through, with the account that was entered", async () => {
    expect(await configure()).toMatchObject({ ok: true });
    expect(await ask()).toBe("hello");
    const [environment] = await db.select().from(cloudEnvironments);
    const wire = await openEnvironmentWire(host, environment?.id ?? "");
    expect((await wire?.get(url))?.status).toBe(200);
    await wire?.close();
    const webhook = await openWebhookWire(host);
    expect((await webhook.send("POST", url)).status).toBe(200);
    await webhook.close();
  });

  it("that is given no account, or a wrong one, is named; the password is in no error", async () => {
    await configure({ userName: null, password: null });
    expect(await failureOf(ask())).toMatchObject({
      code: "proxy-authentication-required",
      params: { host: "localhost", proxy: proxy() },
    });
    await configure({ password: "canary-that-is-wrong" });
    const refused = await failureOf(ask());
    expect(refused).toMatchObject({ code: "proxy-credentials-refused", params: { proxy: proxy() } });
    expect(`${refused.stack} ${JSON.stringify(refused)}`).not.toContain("canary");
  });

  it("is asked for its password again once the server's key is gone: nothing is sent meanwhile", async () => {
    await configure();
    await rm(path.join(host.installDir, "keys"), { recursive: true });
    expect(await failureOf(ask())).toMatchObject({
      code: "proxy-credentials-unreadable",
      params: { proxy: proxy() },
    });
    await announceServerKey(host);
    const shown = await getProxy(ctx(), { serverId: host.serverId });
    expect(shown).toMatchObject({ value: { proxy: { password: "renewal-required" } } });
    expect(await configure({ password: null })).toMatchObject({ code: "proxy-password-missing" });
    expect(await configure({ password: null, enabled: false })).toMatchObject({ ok: true });
    expect(await configure()).toMatchObject({ ok: true });
    expect(await ask()).toBe("hello");
  });
});

describe("the properties of a proxy", () => {
  it("keep a password nobody can read again, and only for this account at this proxy", async () => {
    await configure();
    expect(await configure({ password: null })).toMatchObject({ ok: true });
    expect(await ask()).toBe("hello");
    for (const other of [{ userName: "svc-other" }, { host: "proxy.contoso.com" }, { port: 8080 }]) {
      const refused = await configure({ password: null, ...other });
      expect(refused).toMatchObject({ code: "proxy-password-missing", field: "password" });
    }
    const shown = await getProxy(ctx(), { serverId: host.serverId });
    expect(shown).toMatchObject({ value: { proxy: { userName: ACCOUNT.userName, password: "kept" } } });
    const rows = await db.select().from(siteSystemProxies);
    const audit = await db.select().from(auditMessages);
    expect(JSON.stringify([shown, rows, audit])).not.toContain("canary");
    expect(rows[0]?.sealed?.toString("latin1")).not.toContain("canary");
    expect(audit.at(-1)).toMatchObject({ messageId: 60041 });
    expect(audit.at(-1)?.strings.slice(1)).toEqual(["cas01.contoso.com", proxy(), ACCOUNT.userName]);
  });

  it.each([
    [{ host: "not a name" }, "proxy-host-malformed", "host"],
    [{ host: "169.254.169.254" }, "proxy-host-malformed", "host"],
    [{ userName: "a:b" }, "proxy-user-malformed", "userName"],
    [{ port: 0 }, "invalid-input", "port"],
  ])("refuse %o", async (changed, code, field) => {
    expect(await configure(changed)).toMatchObject({ ok: false, code, field });
  });

  it("can be switched off, with or without a proxy to come back to", async () => {
    expect(await configure({ enabled: false, host: "", userName: null, password: null })).toMatchObject({
      ok: true,
    });
    expect(await ask()).toBe("hello");
  });
});
