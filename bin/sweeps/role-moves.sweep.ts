import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { systemClock } from "@/lib/clock";
import {
  mailServer,
  roleChanges,
  sealingKeys,
  siteSystemServers,
  updatePackageEvents,
} from "@/lib/db/schema";
import { findRoleHolder } from "@/lib/hierarchy/role-changes/order-role-change";
import { retryRoleChange } from "@/lib/hierarchy/role-changes/retry-role-change";
import { serverResponds } from "@/lib/hierarchy/role-changes/role-threads";
import { moveRole } from "@/lib/hierarchy/site-system-roles/move-role";
import { MAIL_PASSWORD_PURPOSE } from "@/lib/notifications/model";
import { setMailServer } from "@/lib/notifications/set-mail-server";
import { unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { testCtx } from "@/lib/testing/factories";
import { KillableProduct } from "./killable-product";
import type { SweepCheck } from "./model";

/**
 * The old holder, the new one or the server of the site killed at a random moment of a move: at every moment one server
 * holds the role, under a token that was no other's; its secret goes along; no download is asked for twice.
 */

const KILLS = 50;
const LOGIN = "machines";
const SERVERS = ["cas01.contoso.com", "scp01.contoso.com", "scp02.contoso.com"] as const;
type Server = (typeof SERVERS)[number];
const PASSWORD = "canary of the mail server";
const LATEST_KILL_MS = 2_500;
const ENDS_WITHIN_MS = 240_000;

let product: KillableProduct | undefined;
const processes = new Map<Server, ChildProcess>();
const running = () => product ?? assert.fail("not started");
const db = () => running().db;
const ctx = () => testCtx(db(), { clock: systemClock });
const folderOf = (server: Server) => path.join(running().folder, "machines", server);

async function prepare(): Promise<void> {
  product = await KillableProduct.start("role-moves", { payloadScale: 0.001 });
  const password = decodeURIComponent(new URL(product.connectionString).password);
  await db().execute(sql.raw(`create role ${LOGIN} superuser login password '${password}'`));
  for (const server of SERVERS) await start(server);
  await running().until("every server has announced its key", async () => {
    const keys = await db().select().from(sealingKeys);
    return keys.length === SERVERS.length;
  });
  const mail = { host: "mail.contoso.com", port: 587, security: "starttls", from: "scp@contoso.com" };
  const set = await setMailServer(ctx(), { ...mail, userName: "scp", password: PASSWORD });
  assert.ok(set.ok, "the mail server is set");
}

async function start(server: Server): Promise<void> {
  processes.set(server, await running().startServer(server, { login: LOGIN, folder: folderOf(server) }));
}

async function kill(server: Server): Promise<void> {
  const child = processes.get(server);
  if (!child) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function moveWithKill(): Promise<void> {
  const [from, to] = await parties();
  const before = await downloadsAskedFor();
  const watch = new AbortController();
  const watched = watchHolder(watch.signal);
  watched.catch(() => {});
  try {
    await running().until("both answer", async () => (await answers(from)) && (await answers(to)));
    const ordered = await moveRole(ctx(), {
      reason: "high-availability",
      toServerId: await idOf(to),
      oldHolder: "alive",
      confirmation: from,
    });
    assert.ok(ordered.ok, `the move was ordered: ${JSON.stringify(ordered)}`);
    await delay(Math.random() * LATEST_KILL_MS);
    const victim = SERVERS[Math.floor(Math.random() * SERVERS.length)] ?? from;
    await kill(victim);
    await start(victim);
    await toTheEnd(ordered.value.changeId);
  } finally {
    watch.abort();
  }
  await watched;
  await secretIsKept();
  assert.ok((await downloadsAskedFor()) - before <= 1, "no download is asked for twice");
}

/** Whoever watches the change retries what stopped. */
async function toTheEnd(changeId: string): Promise<void> {
  await running().until(
    "the move ends",
    async () => {
      const [change] = await db().select().from(roleChanges).where(eq(roleChanges.id, changeId));
      if (change?.state === "stopped") await retryRoleChange(ctx(), { changeId });
      return change?.state === "complete";
    },
    ENDS_WITHIN_MS,
  );
}

/** At every moment there is one holder, and each token is of one server. */
const serverOfToken = new Map<string, string>();
async function watchHolder(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await db().execute<{ token: string; server: string }>(sql`
      select p.holder_token::text as token, r.server_id::text as server
        from site_system_roles r left join service_connection_point p on p.role_id = r.id
       where r.role = 'SMS Dmp Connector'`);
    assert.equal(rows.length, 1, "one server holds the role");
    const [{ token, server } = { token: "", server: "" }] = rows;
    assert.ok(token, "the role has its settings");
    assert.equal(serverOfToken.get(token) ?? server, server, "a token is of one server");
    serverOfToken.set(token, server);
    await delay(50);
  }
}

async function secretIsKept(): Promise<void> {
  const [holder] = await parties();
  const { privateKey } = await loadServerKey(path.join(folderOf(holder), "servers", holder));
  const [mail] = await db().select().from(mailServer);
  const opened = mail?.password && (await unseal(privateKey, MAIL_PASSWORD_PURPOSE, mail.password));
  assert.equal(opened, PASSWORD, "the server that holds the role opens its secret");
}

/** @returns the server that holds the role, and the other one that can */
async function parties(): Promise<[Server, Server]> {
  const holder = await findRoleHolder(db());
  return holder?.fqdn === SERVERS[1] ? [SERVERS[1], SERVERS[2]] : [SERVERS[2], SERVERS[1]];
}

const downloadsAskedFor = () =>
  db().$count(updatePackageEvents, eq(updatePackageEvents.code, "download-requested"));

const answers = async (server: Server) => serverResponds({ db: db() }, await idOf(server));

async function idOf(fqdn: Server): Promise<string> {
  const [server] = await db()
    .select({ id: siteSystemServers.id })
    .from(siteSystemServers)
    .where(eq(siteSystemServers.fqdn, fqdn));
  return server?.id ?? assert.fail(`no ${fqdn}`);
}

export const name = "role-moves";

export async function checks(): Promise<SweepCheck[]> {
  await prepare();
  return Array.from({ length: KILLS }, (_, at) => ({
    name: `a kill during a move, ${at + 1} of ${KILLS}`,
    run: moveWithKill,
  }));
}

export async function cleanUp(): Promise<void> {
  for (const child of processes.values()) child.kill("SIGKILL");
  await product?.close();
}
