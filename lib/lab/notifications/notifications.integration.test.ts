import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Day, Minute } from "@/lib/clock";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { cloudEnvironments, notificationDeliveries, notificationTargets, sealingKeys } from "@/lib/db/schema";
import { addNotificationTarget } from "@/lib/notifications/add-notification-target";
import { changeNotificationTarget } from "@/lib/notifications/change-notification-target";
import { getMailServer } from "@/lib/notifications/get-mail-server";
import { listNotificationTargets } from "@/lib/notifications/list-notification-targets";
import { NotificationQueue } from "@/lib/notifications/notification-queue";
import { queueNotification } from "@/lib/notifications/queue-notification";
import { removeNotificationTarget } from "@/lib/notifications/remove-notification-target";
import { signatureOf } from "@/lib/notifications/send-webhook";
import { setMailServer } from "@/lib/notifications/set-mail-server";
import { testNotificationTarget } from "@/lib/notifications/test-notification-target";
import { fingerprintOf, makeSealingKey } from "@/lib/secrets/seal";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { installHierarchy } from "@/lib/updates/servicing/testing/servicing-lab";
import { labCertificate, type ServerCertificate } from "../certificates";

const { db } = await testDatabase();
const key = await makeSealingKey();
const SECRET = "canary-of-the-signature";

let clock: ReturnType<typeof testClock>;
let serverId: string;
let certificate: ServerCertificate;
let folder: string;
let lines: string[];
let mails: { to: string[]; text: string }[];
let smtp: SMTPServer | null;
let hook: Server;
let posts: { headers: NodeJS.Dict<string | string[]>; body: Buffer }[];
/** What the receiver answers, and what happens before it does. */
let answers: (attempt: number) => { status: number; location?: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-notifications-"));
  certificate = await labCertificate(folder, new Date());
  hook = createServer(
    { cert: certificate.certificate, key: certificate.privateKey },
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      posts.push({ headers: request.headers, body: Buffer.concat(parts) });
      const { status, location } = answers(posts.length);
      response.writeHead(status, location ? { location } : {}).end("x".repeat(100_000));
    },
  ).listen(0, "localhost");
  await once(hook, "listening");
});
afterAll(async () => {
  hook.closeAllConnections();
  hook.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await emptyTables(db, "notification_targets, mail_server, sites, cloud_environments");
  serverId = await installHierarchy(db);
  await db.update(cloudEnvironments).set({ certificateAuthorities: certificate.authority });
  await db.execute("update service_connection_point set running_mode = 'online'");
  clock = testClock();
  await db.insert(sealingKeys).values({
    serverId,
    publicKey: key.publicKey.toString("base64url"),
    fingerprint: fingerprintOf(key.publicKey),
    createdAt: clock.now(),
  });
  lines = [];
  mails = [];
  posts = [];
  answers = () => ({ status: 204 });
});
afterEach(async () => {
  await new Promise<void>((resolve) => (smtp ? smtp.close(resolve) : resolve()));
  smtp = null;
});

const ctx = () => testCtx(db, { clock });
const hookUrl = () => `https://localhost:${(hook.address() as AddressInfo).port}/hook?key=of-the-receiver`;

/** One look of the thread, until nothing it began is under way. */
async function work(signal?: AbortSignal): Promise<Date | null> {
  const thread = testThread(
    { component: "SMS_CLOUDCONNECTION", db, clock, serverId, signal, portalUrl: "https://scp.contoso.com" },
    lines,
  );
  const queue = new NotificationQueue(thread, key);
  const isOnline = (await whyNotOnline(db)) === null;
  await queue.look({ isOnline });
  await queue.ended();
  await queue.look({ isOnline });
  return queue.nextAt();
}

async function startMailServer(options: SMTPServerOptions = {}): Promise<void> {
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(parts).toString() });
        done();
      });
    },
    ...options,
  });
  smtp.on("error", () => {});
  smtp.listen(0, "localhost");
  await once(smtp.server, "listening");
  const { port } = smtp.server.address() as AddressInfo;
  const set = {
    host: "localhost",
    port,
    security: "none",
    from: "scp@contoso.com",
    userName: null,
    password: null,
  };
  expect(await setMailServer(ctx(), set)).toMatchObject({ ok: true });
}

async function add(target: {
  kind: string;
  address: string;
  language?: string;
  secret?: string;
}): Promise<string> {
  const added = await addNotificationTarget(ctx(), { secret: null, ...target });
  if (!added.ok) throw new Error(JSON.stringify(added));
  return added.value.id;
}

const notify = () =>
  queueNotification(db, clock, {
    event: "azure-services.secret-expiring",
    params: { name: "App", tenant: "Contoso", date: "2020-05-10", days: 20, state: "expiring" },
    link: "/tenants/1",
  });

const listed = async () => {
  const result = await listNotificationTargets(ctx(), {});
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

describe("a webhook", () => {
  it("shows its whole address to whoever may change it only: the rest of it may be its key", async () => {
    await add({ kind: "webhook", address: `${hookUrl()}/key-in-the-path` });
    const reader = testCtx(db, { actor: userActor("SMS0002R") });
    const { origin } = new URL(hookUrl());
    expect(await listNotificationTargets(reader, {})).toMatchObject({ value: [{ address: `${origin}/…` }] });
    expect((await listed())[0]?.address).toContain("key-in-the-path");
  });

  it("gets JSON that says what happened, signed over time and body", async () => {
    await add({ kind: "webhook", address: hookUrl(), secret: SECRET });
    await notify();
    await work();
    const [post] = posts;
    const body = JSON.parse(post?.body.toString() ?? "");
    expect(body).toMatchObject({
      version: 1,
      event: "azure-services.secret-expiring",
      title: "The secret key of App expires on 2020-05-10",
      link: "https://scp.contoso.com/tenants/1",
      params: { days: 20 },
    });
    expect(post?.headers["x-scp-delivery"]).toBe(body.id);
    const timestamp = String(post?.headers["x-scp-timestamp"]);
    expect(post?.headers["x-scp-signature"]).toBe(signatureOf(SECRET, timestamp, post?.body ?? Buffer.of()));
    expect(await listed()).toMatchObject([
      { isSigned: true, lastDelivery: { ok: true, isOver: true, code: null } },
    ]);
    const said = lines.join() + JSON.stringify(await db.select().from(notificationTargets));
    expect(said).not.toContain(SECRET);
    expect(lines.join()).not.toContain("of-the-receiver");
  });

  it("that fails is tried again by the same id, ever later, until it takes it", async () => {
    answers = (attempt) => ({ status: attempt < 3 ? 500 : 200 });
    await add({ kind: "webhook", address: hookUrl() });
    await notify();
    const next = await work();
    expect(next).toEqual(new Date(clock.now().getTime() + Minute.ms));
    expect(await listed()).toMatchObject([
      { lastDelivery: { ok: false, isOver: false, code: "webhook-refused" } },
    ]);
    clock.advance(30_000);
    await work();
    expect(posts).toHaveLength(1);
    clock.advance(Minute.ms);
    await work();
    clock.advance(5 * Minute.ms);
    await work();
    expect(new Set(posts.map(({ headers }) => headers["x-scp-delivery"])).size).toBe(1);
    expect(posts).toHaveLength(3);
    expect(await listed()).toMatchObject([{ lastDelivery: { ok: true } }]);
  });

  it("that never takes it is given up after a day", async () => {
    answers = () => ({ status: 503 });
    await add({ kind: "webhook", address: hookUrl() });
    await notify();
    for (let looks = 0; looks < 12; looks++) {
      await work();
      clock.advance(Day.ms / 2);
    }
    expect(posts).toHaveLength(8);
    expect(await listed()).toMatchObject([
      { lastDelivery: { ok: false, isOver: true, code: "webhook-refused" } },
    ]);
  });

  it("is not followed to another address", async () => {
    answers = () => ({ status: 302, location: "https://127.0.0.1/elsewhere" });
    await add({ kind: "webhook", address: hookUrl() });
    await notify();
    await work();
    expect(posts).toHaveLength(1);
    expect(await listed()).toMatchObject([{ lastDelivery: { code: "redirect-refused" } }]);
  });

  it("waits while the role is offline, and loses no attempt by it", async () => {
    await db.execute("update service_connection_point set running_mode = 'offline'");
    const id = await add({ kind: "webhook", address: hookUrl() });
    await notify();
    expect(await work()).toBeNull();
    expect(await testNotificationTarget(ctx(), { id })).toMatchObject({ ok: false, code: "role-offline" });
    expect(posts).toEqual([]);
    await db.execute("update service_connection_point set running_mode = 'online'");
    await work();
    expect(posts).toHaveLength(1);
  });

  it("is delivered after a kill in the middle of it, by the same id", async () => {
    const process = new AbortController();
    answers = () => {
      process.abort();
      return { status: 200 };
    };
    await add({ kind: "webhook", address: hookUrl() });
    await notify();
    await work(process.signal).catch(() => {});
    answers = () => ({ status: 200 });
    clock.advance(Minute.ms);
    await work();
    const [first, ...more] = posts.map(({ headers }) => headers["x-scp-delivery"]);
    expect(more).toEqual([first]);
    expect(await db.select().from(notificationDeliveries)).toMatchObject([{ state: "delivered" }]);
  });

  it("whose secret was sealed to another server says so", async () => {
    await add({ kind: "webhook", address: hookUrl(), secret: SECRET });
    await db.update(notificationTargets).set({ secret: Buffer.from("another") });
    await notify();
    await work();
    expect(await listed()).toMatchObject([{ lastDelivery: { code: "notification-secret-unreadable" } }]);
  });

  it.each([
    ["http://hooks.contoso.com/", "webhook-address-malformed"],
    ["https://user:password@hooks.contoso.com/", "webhook-address-malformed"],
    ["ftp://hooks.contoso.com/", "webhook-address-malformed"],
    ["nonsense", "webhook-address-malformed"],
    ["https://169.254.169.254/metadata/instance", "webhook-address-refused"],
    ["https://[::ffff:169.254.169.254]/", "webhook-address-refused"],
    ["https://0xA9FEA9FE/", "webhook-address-refused"],
    ["https://[fe80::1]/", "webhook-address-refused"],
    ["https://168.63.129.16/", "webhook-address-refused"],
    ["https://metadata.google.internal/", "webhook-address-refused"],
  ])("may not be %s", async (address, code) => {
    const target = { kind: "webhook", address, secret: null };
    expect(await addNotificationTarget(ctx(), target)).toMatchObject({ ok: false, code, field: "address" });
  });
});

it("a signature secret that could be guessed is refused at its field", async () => {
  const target = { kind: "webhook", address: hookUrl(), secret: "short" };
  const refusal = { ok: false, code: "signature-secret-malformed", field: "secret" };
  expect(await addNotificationTarget(ctx(), target)).toMatchObject(refusal);
  const id = await add({ kind: "webhook", address: hookUrl(), secret: SECRET });
  expect(await changeNotificationTarget(ctx(), { id, secret: "short" })).toMatchObject(refusal);
  expect(await changeNotificationTarget(ctx(), { id, secret: null })).toMatchObject({ ok: true });
  expect(await listed()).toMatchObject([{ isSigned: false }]);
});

describe("an e-mail", () => {
  it("is plain text in the language of its target, with a link, in either mode", async () => {
    await startMailServer();
    await db.execute("update service_connection_point set running_mode = 'offline'");
    await add({ kind: "e-mail", address: "ops@contoso.com" });
    await add({ kind: "e-mail", address: "betrieb@contoso.com", language: "de" });
    await notify();
    await work();
    const [english, german] = ["ops", "betrieb"].map((to) =>
      mails.find((mail) => mail.to[0]?.startsWith(to)),
    );
    expect(english?.text).toContain("Subject: Service connection point: The secret key of App expires on");
    expect(english?.text).toContain("https://scp.contoso.com/tenants/1");
    expect(german?.text).toMatch(/Subject: =\?UTF-8\?.*Dienstverbindungspunkt/);
    const [delivery] = await db.select().from(notificationDeliveries);
    expect(mails.map(({ text }) => text).join()).toContain(`Message-ID: <${delivery?.id}@contoso.com>`);
  });

  it("waits for a mail server", async () => {
    const id = await add({ kind: "e-mail", address: "ops@contoso.com" });
    expect(await testNotificationTarget(ctx(), { id })).toMatchObject({ code: "mail-server-missing" });
    await notify();
    await work();
    expect(await listed()).toMatchObject([{ lastDelivery: { isOver: false, code: "mail-server-missing" } }]);
    await startMailServer();
    clock.advance(Minute.ms);
    await work();
    expect(mails).toHaveLength(1);
  });

  it("names a recipient that is refused", async () => {
    await startMailServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no"), { responseCode: 550 })),
    });
    const id = await add({ kind: "e-mail", address: "ops@contoso.com" });
    expect(await testNotificationTarget(ctx(), { id })).toMatchObject({ ok: true });
    await work();
    expect(await listed()).toMatchObject([
      { lastDelivery: { event: "test", isOver: true, code: "mail-address-refused" } },
    ]);
  });

  it("names a server that is not there, and one whose certificate nobody knows", async () => {
    const id = await add({ kind: "e-mail", address: "ops@contoso.com" });
    const nowhere = {
      host: "localhost",
      port: 1,
      security: "none",
      from: "scp@contoso.com",
      userName: null,
      password: null,
    };
    await setMailServer(ctx(), nowhere);
    await testNotificationTarget(ctx(), { id });
    await work();
    expect(await listed()).toMatchObject([{ lastDelivery: { code: "mail-server-unreachable" } }]);
    await startMailServer({ secure: true, cert: certificate.certificate, key: certificate.privateKey });
    const found = await getMailServer(ctx(), {});
    const port = found.ok ? found.value?.port : 0;
    await setMailServer(ctx(), { ...nowhere, port, security: "tls" });
    clock.advance(Minute.ms);
    await testNotificationTarget(ctx(), { id });
    await work();
    expect(await listed()).toMatchObject([{ lastDelivery: { code: "mail-server-insecure" } }]);
  });
});

describe("the mail server", () => {
  const server = { host: "mail.contoso.com", port: 587, security: "starttls", from: "scp@contoso.com" };

  it("keeps its password sealed, and only for the server it was entered for", async () => {
    const login = { ...server, userName: "scp", password: "canary~password" };
    expect(await setMailServer(ctx(), login)).toMatchObject({ ok: true });
    expect(await getMailServer(ctx(), {})).toMatchObject({ value: { userName: "scp", hasPassword: true } });
    expect(await setMailServer(ctx(), { ...login, password: null })).toMatchObject({ ok: true });
    const elsewhere = { ...login, host: "mail.example.com", password: null };
    expect(await setMailServer(ctx(), elsewhere)).toMatchObject({ code: "mail-password-missing" });
    expect(JSON.stringify(await getMailServer(ctx(), {}))).not.toContain("canary");
  });

  it.each([
    [{ host: "http://mail" }, "mail-host-malformed", "host"],
    [{ host: "169.254.169.254" }, "mail-host-malformed", "host"],
    [{ from: "scp@contoso.com\r\nBcc: a@b.c" }, "mail-address-malformed", "from"],
    [{ security: "none", userName: "scp", password: "x" }, "mail-password-in-clear", "security"],
  ])("is refused at its field: %j", async (wrong, code, field) => {
    const entered = { ...server, userName: null, password: null, ...wrong };
    expect(await setMailServer(ctx(), entered)).toMatchObject({ ok: false, code, field });
  });
});

it("a target is changed, switched off and removed, and its address is there once", async () => {
  const id = await add({ kind: "e-mail", address: "ops@contoso.com" });
  expect(
    await addNotificationTarget(ctx(), { kind: "e-mail", address: "ops@contoso.com", secret: null }),
  ).toMatchObject({
    code: "target-exists",
  });
  expect(await changeNotificationTarget(ctx(), { id, enabled: false, language: "de" })).toMatchObject({
    ok: true,
  });
  await notify();
  expect(await db.select().from(notificationDeliveries)).toEqual([]);
  expect(await listed()).toMatchObject([{ enabled: false, language: "de" }]);
  expect(await removeNotificationTarget(ctx(), { id })).toMatchObject({ ok: true });
  expect(await listed()).toEqual([]);
});
