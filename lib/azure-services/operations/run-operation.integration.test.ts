import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { seedAzureEnvironments } from "@/lib/connectivity/azure-environments";
import { azureOperations, azureSignIns } from "@/lib/db/schema";
import { makeSealingKey } from "@/lib/secrets/seal";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testClock, testCtx } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { installHierarchy } from "@/lib/updates/servicing/testing/servicing-lab";
import { type AnyOperationKind, OperationFailure, type OperationStep } from "./model";
import { readOperation } from "./operation-store";
import { retryOperation } from "./retry-operation";
import { runOperation } from "./run-operation";
import { undoOperation } from "./undo-operation";

const { db } = await testDatabase();
const key = { ...(await makeSealingKey()), fingerprint: "f".repeat(64) };
const clock = testClock();

/** What happened, in its order. */
let told: string[];
let process: AbortController;
let administrator: object | null;

beforeEach(async () => {
  await emptyTables(db, "azure_operations, azure_sign_ins, sites, cloud_environments");
  await installHierarchy(db);
  await seedAzureEnvironments(db);
  await db.execute("update service_connection_point set running_mode = 'online'");
  told = [];
  process = new AbortController();
  administrator = null;
});

type Facts = Record<string, unknown>;
type Step = OperationStep<unknown, Facts>;

const step = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  run: async () => {
    told.push(id);
    return { [id]: true };
  },
  undo: async () => void told.push(`undo ${id}`),
  ...more,
});

const failing = (code: string) => async () => {
  throw new OperationFailure(code);
};

const kindOf = (steps: Step[], onFailure: "stop" | "undo" = "stop"): AnyOperationKind => ({
  kind: "test",
  input: z.unknown(),
  facts: z.record(z.string(), z.unknown()),
  steps,
  onFailure,
  title: "A test",
});

async function asked(kind: AnyOperationKind): Promise<string> {
  const [row] = await db
    .insert(azureOperations)
    .values({
      kind: kind.kind,
      environmentId: "AzurePublic",
      input: {},
      steps: kind.steps.map(({ id }) => ({ id, state: "waiting" })),
      requestedBy: "anna",
      requestedAt: clock.now(),
    })
    .returning();
  return row?.id ?? "";
}

/** One look of the executive at the operation, with nothing in its memory but who signed in. */
async function work(kind: AnyOperationKind, id: string, giveUp?: AbortSignal) {
  const thread = testThread({ component: "SMS_CLOUDCONNECTION", db, clock, signal: process.signal }, []);
  const worker = { thread, key, administratorOf: () => administrator as never };
  const row = await readOperation(db, id);
  if (!row) throw new Error("no operation");
  await runOperation(worker, kind, row, giveUp ?? process.signal);
  return readOperation(db, id);
}

const ctx = () => testCtx(db, { clock });

describe("an operation", () => {
  it("does its steps in their order, each once, and knows later what it learned before", async () => {
    const kind = kindOf([
      step("one"),
      step("two", {
        run: async ({ facts }) => {
          told.push(`two knows ${Object.keys(facts)}`);
          return undefined;
        },
      }),
    ]);
    expect(await work(kind, await asked(kind))).toMatchObject({ state: "complete", facts: { one: true } });
    expect(told).toEqual(["one", "two knows one"]);
  });

  it("goes on with the step it was killed in, and does not repeat those behind it", async () => {
    const dying = kindOf([
      step("one"),
      step("two", {
        run: async () => {
          process.abort();
          throw new Error("killed");
        },
      }),
    ]);
    const id = await asked(dying);
    await expect(work(dying, id)).rejects.toThrow();
    process = new AbortController();
    const kind = kindOf([step("one"), step("two")]);
    expect(await work(kind, id)).toMatchObject({ state: "complete" });
    expect(told).toEqual(["one", "two"]);
  });

  it("stops where a step fails, says why, and goes on from there when it is retried", async () => {
    const broken = kindOf([step("one"), step("two", { run: failing("app-id-uri-taken") })]);
    const id = await asked(broken);
    expect(await work(broken, id)).toMatchObject({ state: "stopped", failureCode: "app-id-uri-taken" });
    expect(await retryOperation(ctx(), { operationId: id, signInId: null })).toMatchObject({ ok: true });
    const kind = kindOf([step("one"), step("two")]);
    expect(await work(kind, id)).toMatchObject({ state: "complete", failureCode: null });
    expect(told).toEqual(["one", "two"]);
  });

  it("takes back what it did, the last first, when its kind undoes failures at once", async () => {
    const kind = kindOf([step("one"), step("two"), step("three", { run: failing("secret-wrong") })], "undo");
    const row = await work(kind, await asked(kind));
    expect(row).toMatchObject({ state: "failed", failureCode: "secret-wrong", leftovers: [] });
    expect(told).toEqual(["one", "two", "undo three", "undo two", "undo one"]);
  });

  it("takes a stopped operation back when an administrator says so", async () => {
    const kind = kindOf([step("one"), step("two", { run: failing("consent-missing") })]);
    const id = await asked(kind);
    await work(kind, id);
    expect(await undoOperation(ctx(), { operationId: id })).toMatchObject({ ok: true });
    expect(await work(kind, id)).toMatchObject({ state: "failed" });
    expect(told).toEqual(["one", "undo two", "undo one"]);
  });

  it("names what it could not take back", async () => {
    const stuck = step("one", {
      undo: failing("azure-unavailable"),
      leftover: ({ one }) => (one ? { application: "app" } : null),
    });
    const kind = kindOf([stuck, step("two", { run: failing("secret-wrong") })], "undo");
    expect(await work(kind, await asked(kind))).toMatchObject({
      state: "failed",
      leftovers: [{ what: "one", params: { application: "app" } }],
    });
  });

  it("undoes nothing beyond the point of no return: what fails there is named and the rest goes on", async () => {
    const kind = kindOf(
      [
        step("one"),
        step("switch", { pointOfNoReturn: true }),
        step("remove-old", { run: failing("directory-role-missing"), leftover: () => ({ keyId: "old" }) }),
        step("last"),
      ],
      "undo",
    );
    expect(await work(kind, await asked(kind))).toMatchObject({
      state: "complete",
      leftovers: [{ what: "remove-old", params: { keyId: "old" } }],
    });
    expect(told).toEqual(["one", "switch", "last"]);
  });

  it("leaves the rest alone when an administrator gives up beyond the point of no return", async () => {
    const kind = kindOf([
      step("switch", { pointOfNoReturn: true }),
      step("remove-old", { needsAdministrator: true, leftover: () => ({ keyId: "old" }) }),
    ]);
    const id = await asked(kind);
    expect(await work(kind, id)).toMatchObject({ state: "sign-in-needed" });
    await undoOperation(ctx(), { operationId: id });
    expect(await work(kind, id)).toMatchObject({ state: "complete", leftovers: [{ what: "remove-old" }] });
    expect(told).toEqual(["switch"]);
  });

  it("waits for an administrator whose tokens went with the process, and goes on when one signed in", async () => {
    const kind = kindOf([step("one"), step("two", { needsAdministrator: true })]);
    const id = await asked(kind);
    expect(await work(kind, id)).toMatchObject({ state: "sign-in-needed" });
    const signInId = await signedIn("AzurePublic");
    expect(await retryOperation(ctx(), { operationId: id, signInId })).toMatchObject({ ok: true });
    administrator = {};
    expect(await work(kind, id)).toMatchObject({ state: "complete", signInId });
  });

  it("is not gone on with by a sign-in to another cloud", async () => {
    const kind = kindOf([step("one", { needsAdministrator: true })]);
    const id = await asked(kind);
    await work(kind, id);
    const signInId = await signedIn("AzureChina");
    expect(await retryOperation(ctx(), { operationId: id, signInId })).toMatchObject({
      ok: false,
      code: "sign-in-of-another-cloud",
    });
  });

  it("keeps what a step learned although it was undone meanwhile, and undoes by it", async () => {
    let id = "";
    const kind = kindOf([
      step("one", {
        run: async () => {
          await undoOperation(ctx(), { operationId: id });
          return { objectId: "made" };
        },
        undo: async ({ facts }) => void told.push(`undo ${facts.objectId}`),
      }),
      step("two"),
    ]);
    id = await asked(kind);
    expect(await work(kind, id)).toMatchObject({ state: "failed" });
    expect(told).toEqual(["undo made"]);
  });

  it("begins a step no earlier than it may", async () => {
    const later = new Date(clock.now().getTime() + 60_000);
    const kind = kindOf([step("one"), step("two", { notBefore: () => later })]);
    const id = await asked(kind);
    expect(await work(kind, id)).toMatchObject({ state: "running", notBefore: later });
    expect(told).toEqual(["one"]);
    clock.advance(60_000);
    expect(await work(kind, id)).toMatchObject({ state: "complete", notBefore: null });
  });

  it("asks nothing while the role runs offline, and goes on when it is online again", async () => {
    const kind = kindOf([step("one")]);
    const id = await asked(kind);
    await db.execute("update service_connection_point set running_mode = 'offline'");
    expect(await work(kind, id)).toMatchObject({ state: "waiting" });
    await db.execute("update service_connection_point set running_mode = 'online'");
    expect(await work(kind, id)).toMatchObject({ state: "complete" });
  });

  it("keeps a secret that Azure tells only once sealed, and wipes it when it is over", async () => {
    const canary = "canary-7f3a9~secret";
    let opened: string | null = null;
    let stored: Buffer | null = null;
    const kind = kindOf([
      step("one", {
        run: async ({ remember }) => {
          await remember({ keyId: "k" }, { purpose: "app", secret: canary });
          return undefined;
        },
      }),
      step("two", {
        run: async ({ unsealSecret, sealedSecret }) => {
          opened = await unsealSecret("app");
          stored = sealedSecret?.sealed ?? null;
          return undefined;
        },
      }),
    ]);
    expect(await work(kind, await asked(kind))).toMatchObject({ state: "complete", sealed: null });
    expect(opened).toBe(canary);
    expect(String(stored)).not.toContain(canary);
  });
});

async function signedIn(environmentId: string): Promise<string> {
  const [row] = await db
    .insert(azureSignIns)
    .values({
      environmentId,
      method: "device-code",
      state: "signed-in",
      requestedBy: "test-SMS0001R",
      requestedAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 60_000),
    })
    .returning();
  return row?.id ?? "";
}
