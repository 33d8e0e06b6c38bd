import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { APP } from "@/lib/azure/testing/test-session";
import { Minute } from "@/lib/clock";
import { alerts, auditMessages, statusMessages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { retryOperation } from "../operations/retry-operation";
import { undoOperation } from "../operations/undo-operation";
import { getRenewalBatch } from "./get-renewal-batch";
import { getRenewalPlan } from "./get-renewal-plan";
import { renewSecretKey } from "./renew-secret-key";
import { renewSecretKeys } from "./renew-secret-keys";
import { replaceSecretKey } from "./replace-secret-key";
import { account, type RenewalLab, startRenewalLab } from "./testing/renewal-lab";

const lowerGuid = "00000000-1111-4222-8333-444444444444";

const { db } = await testDatabase();
let lab: RenewalLab;

vi.mock("@/lib/azure/azure", () => ({ openAzure: async () => lab.directory.open() }));

beforeEach(async () => {
  lab = await startRenewalLab(db);
});

async function asked(validityYears: 1 | 2 = 1): Promise<string> {
  const order = { applicationId: lab.applicationId, signInId: await lab.signIn(), validityYears };
  const result = await renewSecretKey(lab.ctx, order);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value.operationId;
}

async function afterGrace(operationId: string) {
  lab.clock.advance(2 * Minute.ms);
  return lab.work(operationId);
}

describe("the renewal of a created app's key", () => {
  it("switches every service to a new key that was proved, and removes the old one after the grace", async () => {
    lab.directory.slowTokens = 3;
    const id = await asked(2);
    expect(await lab.work(id)).toMatchObject({ state: "running", leftovers: [] });
    expect(await lab.secrets()).toMatchObject([
      { state: "previous", keyId: lab.old.keyId },
      { state: "current", expiresAt: new Date("2021-04-20T08:00:00Z") },
    ]);
    expect(lab.directory.passwords).toHaveLength(2);
    expect(await afterGrace(id)).toMatchObject({ state: "complete", leftovers: [], sealed: null });
    const [left] = lab.directory.passwords;
    expect(lab.directory.passwords).toHaveLength(1);
    expect(await lab.secrets()).toMatchObject([
      { state: "previous", sealed: null },
      { state: "current", keyId: left?.keyId },
    ]);
    expect(await lab.currentWorks()).toBe(true);
    expect(lab.lines.join()).not.toContain(left?.secretText);
    expect(JSON.stringify(await lab.operation())).not.toContain(left?.secretText);
  });

  it("leaves an audit message and a status message", async () => {
    await afterGrace((await lab.work(await asked())).id);
    const audited = await db
      .select()
      .from(auditMessages)
      .where(eq(auditMessages.objectId, lab.applicationId));
    expect(audited).toMatchObject([
      { messageId: 60022, strings: ["test-SMS0001R", "App", APP, "2021-04-20"] },
    ]);
    const reported = await db.select().from(statusMessages);
    expect(reported.map(({ messageId }) => messageId)).toContain(61100);
  });

  it("gives the old key up no earlier than the grace allows", async () => {
    const id = await asked();
    await lab.work(id);
    lab.clock.advance(2 * Minute.ms - 1_000);
    expect(await lab.work(id)).toMatchObject({ state: "running" });
    expect(lab.directory.knows(lab.old.secretText)).toBe(true);
  });

  it("that cannot be proved removes the new key and leaves the old one in use", async () => {
    lab.directory.slowTokens = 1_000;
    const id = await asked();
    expect(await lab.work(id)).toMatchObject({ state: "failed", failureCode: "secret-wrong", leftovers: [] });
    expect(lab.directory.passwords).toEqual([lab.old]);
    expect(await lab.secrets()).toMatchObject([{ state: "current", keyId: lab.old.keyId }]);
  });

  it("keeps the old key when the new one no longer works at the end of the grace", async () => {
    const id = await asked();
    await lab.work(id);
    lab.directory.passwords = [lab.old];
    expect(await afterGrace(id)).toMatchObject({
      state: "complete",
      leftovers: [{ what: "remove-old-secret", params: { keyId: lab.old.keyId, app: "App" } }],
    });
    expect((await lab.secrets())[0]?.sealed).not.toBeNull();
  });

  it("removes what an earlier renewal left in Azure", async () => {
    lab.directory.spoil = (what) =>
      what.endsWith("/removePassword") || what.endsWith("/token")
        ? { before: () => ({ fails: "connection-refused" }) }
        : null;
    const failed = await lab.work(await asked());
    expect(failed).toMatchObject({ state: "failed", leftovers: [{ what: "create-secret" }] });
    expect(lab.directory.passwords).toHaveLength(2);
    lab.directory.spoil = () => null;
    const id = await asked();
    await lab.work(id);
    expect(await afterGrace(id)).toMatchObject({ state: "complete", leftovers: [] });
    expect(lab.directory.passwords).toHaveLength(1);
  });
});

describe("whoever signed in", () => {
  it("without any right is refused before anything is made, and told who could", async () => {
    lab.signInAs({ ...account, directoryRoles: [] });
    const row = await lab.work(await asked());
    expect(row).toMatchObject({
      state: "failed",
      failureCode: "renewal-not-allowed",
      failureParams: {
        account: "ada@contoso.com",
        owners: "Otto (otto@contoso.com)",
        holders: "Grace (grace@contoso.com): Global Administrator",
      },
      leftovers: [],
    });
    expect(lab.directory.asked.some((what) => what.includes("addPassword"))).toBe(false);
  });

  it("with a role that does not suffice is told the same when Azure refuses", async () => {
    lab.directory.mayAddPasswords = false;
    const row = await lab.work(await asked());
    expect(row).toMatchObject({ failureCode: "renewal-not-allowed", leftovers: [] });
  });

  it("as an owner of the app may renew it without any role", async () => {
    const objectId = "aaaaaaaa-0000-4000-8000-000000000002";
    lab.signInAs({ ...account, objectId, directoryRoles: [] });
    expect(await lab.work(await asked())).toMatchObject({ state: "running", failureCode: null });
  });

  it("and was lost with the process can come back for the rest, or leave it to be done by hand", async () => {
    const id = await asked();
    await lab.work(id);
    lab.signInAs(null);
    expect(await afterGrace(id)).toMatchObject({ state: "sign-in-needed" });
    expect((await lab.secrets())[0]?.sealed).toBeNull();
    const signInId = await lab.signIn();
    expect(await retryOperation(lab.ctx, { operationId: id, signInId })).toMatchObject({ ok: true });
    lab.signInAs(account);
    expect(await lab.work(id)).toMatchObject({ state: "complete", leftovers: [] });
  });

  it("and does not come back leaves the old key named", async () => {
    const id = await asked();
    await lab.work(id);
    lab.signInAs(null);
    await afterGrace(id);
    await undoOperation(lab.ctx, { operationId: id });
    expect(await lab.work(id)).toMatchObject({
      state: "complete",
      leftovers: [{ what: "remove-old-secret", params: { keyId: lab.old.keyId } }],
    });
  });
});

describe("a key that was entered for an imported app", () => {
  const enter = async (secret: string) => {
    const order = { applicationId: lab.applicationId, secret, secretExpiresAt: "2022-01-01" };
    const result = await replaceSecretKey(lab.ctx, order);
    if (!result.ok) throw new Error(JSON.stringify(result));
    return lab.work(result.value.operationId);
  };
  beforeEach(async () => {
    lab = await startRenewalLab(db, "imported");
  });

  it("takes the old one's place when it was proved; the old one in Azure is the administrator's to remove", async () => {
    const made = lab.directory.addPassword("new");
    const { id } = await enter(made.secretText);
    expect(await lab.currentWorks()).toBe(true);
    expect(await afterGrace(id)).toMatchObject({
      state: "complete",
      leftovers: [{ what: "wipe-old-secret", params: { app: "App" } }],
    });
    expect(await lab.secrets()).toMatchObject([
      { state: "previous", sealed: null },
      { state: "current", keyId: null, expiresAt: new Date("2022-01-01T00:00:00Z") },
    ]);
  });

  it("that does not work changes nothing", async () => {
    expect(await enter("not~the~right~key")).toMatchObject({
      state: "failed",
      failureCode: "secret-wrong",
      leftovers: [],
      sealed: null,
    });
    expect(await lab.secrets()).toMatchObject([{ state: "current" }]);
  });

  it.each([
    [{ secret: "short" }, "secret-malformed", "secret"],
    [{ secret: lowerGuid }, "secret-is-id", "secret"],
    [{ secretExpiresAt: "2020-01-01" }, "secret-expiry-past", "secretExpiresAt"],
    [{ secretExpiresAt: "tomorrow" }, "day-malformed", "secretExpiresAt"],
    [{ applicationId: lowerGuid }, "application-not-found", "applicationId"],
  ])("is refused at its field: %j", async (wrong, code, field) => {
    const right = {
      applicationId: lab.applicationId,
      secret: "long~enough~secret",
      secretExpiresAt: "2022-01-01",
    };
    expect(await replaceSecretKey(lab.ctx, { ...right, ...wrong })).toMatchObject({ ok: false, code, field });
    expect(await lab.operation()).toBeUndefined();
  });
});

describe("who asks", () => {
  it("twice for the same app is told that one is under way", async () => {
    await asked();
    const order = { applicationId: lab.applicationId, signInId: await lab.signIn(), validityYears: 1 };
    expect(await renewSecretKey(lab.ctx, order)).toMatchObject({ ok: false, code: "operation-under-way" });
  });

  it("for all of them begins all or none, with one sign-in for each tenant", async () => {
    const signInId = await lab.signIn();
    const order = { validityYears: 1, created: [lab.applicationId], imported: [] };
    expect(await renewSecretKeys(lab.ctx, { ...order, signIns: [] })).toMatchObject({
      code: "sign-in-not-found",
      field: "created.0",
    });
    const begun = await renewSecretKeys(lab.ctx, { ...order, signIns: [{ tenant: lab.tenant, signInId }] });
    if (!begun.ok) throw new Error(begun.code);
    const { batchId, operationIds } = begun.value;
    await lab.work(operationIds[0] ?? "");
    await afterGrace(operationIds[0] ?? "");
    expect(await getRenewalBatch(lab.ctx, { batchId })).toMatchObject({
      ok: true,
      value: { done: 1, total: 1, operations: [{ applicationName: "App", tenantName: "Contoso" }] },
    });
  });

  it("for the plan is told what is urgent, and whether the role moved", async () => {
    expect(await getRenewalPlan(lab.ctx, { tenant: null })).toMatchObject({
      value: { roleMoved: false, tenants: [{ name: "Contoso", applications: [{ reason: "expiring" }] }] },
    });
    await db.execute("update azure_application_secrets set sealed_to = 'another'");
    expect(await getRenewalPlan(lab.ctx, { tenant: lab.tenant })).toMatchObject({
      value: { roleMoved: true, tenants: [{ applications: [{ reason: "unreadable" }] }] },
    });
    expect(await db.select().from(alerts)).toEqual([]);
  });
});
