import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { ROOT } from "@/bin/start/install.mjs";
import { serviceConnectionPoint, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { KillableProduct } from "./killable-product";
import type { SweepCheck } from "./model";
import { slowCloud } from "./slow-cloud";
import { callWitness, noLateWriter, noWriteWithoutRole, writesOf } from "./split-brain/witness";

const STANDSTILLS = 8;
const CLOCK_JUMPS = 6;
const EXPIRIES = 6;
/** A download that outlasts all of it. */
const BYTES_PER_SECOND = 500_000;
/** A lease, and the time a machine that is busy may need to notice. */
const TAKEN_OVER_WITHIN_MS = 180_000;
const SCP01 = "scp01.contoso.com";
const SCP02 = "scp02.contoso.com";
const LOGINS = ["machine_one", "machine_two"] as const;
type Login = (typeof LOGINS)[number];

let product: KillableProduct | undefined;
const processes = new Map<string, ChildProcess>();
const key = (login: string, fqdn = SCP01) => `${login} ${fqdn}`;
const running = () => product ?? assert.fail("not started");
const db = () => running().db;
const otherOf = (login: Login): Login => (login === LOGINS[0] ? LOGINS[1] : LOGINS[0]);

async function prepare(): Promise<void> {
  product = await KillableProduct.start("split-brain", {
    payloadScale: 1,
    preload: path.join(ROOT, "bin/sweeps/split-brain/clock-jump.mjs"),
  });
  await slowCloud(product, BYTES_PER_SECOND);
  await callWitness(db(), SCP01);
  const password = decodeURIComponent(new URL(product.connectionString).password);
  for (const login of [...LOGINS, "others"])
    await db().execute(sql.raw(`create role ${login} superuser login password '${password}'`));
  await startServer("others", "cas01.contoso.com");
  // Both host the one server that holds the role: each would, were it not for the other.
  for (const login of LOGINS) await startServer(login, SCP01);
  await running().until("both have written", async () => (await writesOf(db(), await holder())) > 0);
}

async function startServer(login: string, fqdn: string): Promise<void> {
  const folder = path.join(running().folder, "machines", login);
  processes.set(key(login, fqdn), await running().startServer(fqdn, { login, folder }));
}

const signal = (login: string, name: NodeJS.Signals) => processes.get(key(login))?.kill(name);

/** The login that claimed the lease which is valid now. */
async function holder(): Promise<Login> {
  const { rows } = await db().execute<{ login: Login }>(sql`
    select c.login from site_system_servers v join witnessed_claims c on c.token = v.lease_token
     where v.fqdn = ${SCP01} and v.executive_id is not null and v.lease_expires_at > now()`);
  return rows[0]?.login ?? assert.fail("nobody holds the server");
}

async function takenOver(by: Login): Promise<void> {
  const before = await writesOf(db(), by);
  await running().until("another took over", async () => (await holder()) === by, TAKEN_OVER_WITHIN_MS);
  await running().until(
    "it works",
    async () => (await writesOf(db(), by)) > before + 10,
    TAKEN_OVER_WITHIN_MS,
  );
}

/** Long enough for everything the one that came back wanted to write, and for it to see that it may not. */
async function settle(): Promise<void> {
  await delay(6_000);
  await noLateWriter(db(), LOGINS);
}

async function standStill(): Promise<void> {
  const login = await holder();
  await delay(Math.random() * 3_000);
  signal(login, "SIGSTOP");
  await takenOver(otherOf(login));
  await delay(Math.random() * 3_000);
  signal(login, "SIGCONT");
  await settle();
  assert.equal(await holder(), otherOf(login));
}

async function jump(): Promise<void> {
  const login = await holder();
  signal(Math.random() < 0.5 ? login : otherOf(login), "SIGUSR2");
  await settle();
  assert.equal(await holder(), login, "a clock of a machine decides nothing");
}

/** To every lease it is the same as the database's clock jumping ahead: both processes live, and one must give way. */
async function expire(): Promise<void> {
  await db()
    .update(siteSystemServers)
    .set({ leaseExpiresAt: sql`now() - interval '1 second'` })
    .where(eq(siteSystemServers.fqdn, SCP01));
  await running().until(
    "somebody holds it again",
    async () => (await holder()) !== undefined,
    TAKEN_OVER_WITHIN_MS,
  );
  await settle();
}

/** The role is moved while its holder stands still, for less than a lease: its server stays its own, the role does not. */
async function returnAfterMove(): Promise<void> {
  const login = await holder();
  // The only one left for scp01: it keeps its lease as long as it stands still for less than that.
  const other = processes.get(key(otherOf(login)));
  other?.kill("SIGKILL");
  if (other) await once(other, "exit");
  signal(login, "SIGSTOP");
  await moveRole();
  await startServer("others", SCP02);
  signal(login, "SIGCONT");
  await delay(20_000);
  const [scp01] = await db().select().from(siteSystemServers).where(eq(siteSystemServers.fqdn, SCP01));
  await noWriteWithoutRole(db(), login, scp01?.id ?? "");
  const [role] = await db().select().from(serviceConnectionPoint);
  assert.equal(role?.runningMode, "online", "the new holder works");
}

/** As a move does it: the role's server and its token change together. */
async function moveRole(): Promise<void> {
  const [target] = await db().select().from(siteSystemServers).where(eq(siteSystemServers.fqdn, SCP02));
  await db().transaction(async (tx) => {
    await tx
      .update(serviceConnectionPoint)
      .set({ holderToken: sql`nextval('service_connection_point_holder_token')`, runningMode: null });
    await tx
      .update(siteSystemRoles)
      .set({ serverId: target?.id ?? "" })
      .where(eq(siteSystemRoles.role, "SMS Dmp Connector"));
  });
}

const times = (count: number, name: string, run: () => Promise<void>): SweepCheck[] =>
  Array.from({ length: count }, (_, at) => ({ name: `${name}, ${at + 1} of ${count}`, run }));

export const name = "split-brain";

export async function checks(): Promise<SweepCheck[]> {
  await prepare();
  return [
    ...times(STANDSTILLS, "a holder that stood still comes back to nothing", standStill),
    ...times(CLOCK_JUMPS, "the clock of a machine jumps", jump),
    ...times(EXPIRIES, "the lease of a holder that lives runs out", expire),
    { name: "a holder returns after the role was moved", run: returnAfterMove },
  ];
}

export async function cleanUp(): Promise<void> {
  for (const child of processes.values()) child.kill("SIGKILL");
  await product?.close();
}
