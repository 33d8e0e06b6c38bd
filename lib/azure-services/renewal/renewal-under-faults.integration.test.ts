import { describe, expect, it, vi } from "vitest";
import { json } from "@/lib/azure/testing/fake-azure";
import { refused } from "@/lib/azure/testing/graph-of";
import type { Scripted } from "@/lib/azure/testing/scripted-wire";
import { Minute } from "@/lib/clock";
import { testDatabase } from "@/lib/testing/database";
import { type OperationRow, OVER_STATES } from "../operations/model";
import { retryOperation } from "../operations/retry-operation";
import { undoOperation } from "../operations/undo-operation";
import { renewSecretKey } from "./renew-secret-key";
import type { Spoiled } from "./testing/fake-directory";
import { account, type RenewalLab, startRenewalLab } from "./testing/renewal-lab";

/**
 * Every request of a renewal × every fault, and a kill before every write: at every moment the key that services use
 * works, and in the end nothing is in Azure that is neither in use nor reported.
 */

const { db } = await testDatabase();
let lab: RenewalLab;
vi.mock("@/lib/azure/azure", () => ({ openAzure: async () => lab.directory.open() }));

const always = (scripted: Scripted): Spoiled => ({ before: () => scripted });

/** By its name; `lasts`: until the end, or this one request only. */
const FAULTS: Record<string, { spoiled: () => Spoiled; lasts?: true }> = {
  "429 once": { spoiled: () => always(json({}, 429, { "retry-after": "2" })) },
  "429 for good": { spoiled: () => always(json({}, 429)), lasts: true },
  "503 once": { spoiled: () => always(json({}, 503)) },
  "503 for good": { spoiled: () => always(json({}, 503)), lasts: true },
  "a connection refused for good": { spoiled: () => always({ fails: "connection-refused" }), lasts: true },
  "the answer cut off": { spoiled: () => ({ after: () => ({ fails: "connection-lost" }) }) },
  "every answer cut off": { spoiled: () => ({ after: () => ({ fails: "connection-lost" }) }), lasts: true },
  "an answer nobody can read": { spoiled: () => ({ after: () => json({ value: 1 }) }) },
  "an error page in the place of the answer": {
    spoiled: () => ({ after: () => ({ status: 501, body: "<html>" }) }),
  },
  "too slow": { spoiled: () => ({ after: () => ({ fails: "response-timeout" }) }) },
  "consent revoked": { spoiled: () => always(refused("Authorization_RequestDenied", 403)), lasts: true },
  "a kill before Azure does it": { spoiled: () => ({ before: () => lab.kill() }) },
  "a kill before its answer is there": { spoiled: () => ({ after: () => lab.kill() }) },
};

/** What the administrator does when he is asked to sign in again. */
const AFTERWARDS = {
  "signs in again": async (id: string) => {
    const signInId = await lab.signIn();
    await retryOperation(lab.ctx, { operationId: id, signInId });
    lab.signInAs(account);
  },
  "gives up": async (id: string) => {
    await undoOperation(lab.ctx, { operationId: id });
  },
};
type Afterwards = keyof typeof AFTERWARDS;

const MOST_LOOKS = 12;

async function begin(): Promise<string> {
  lab = await startRenewalLab(db);
  const order = { applicationId: lab.applicationId, signInId: await lab.signIn(), validityYears: 1 };
  const result = await renewSecretKey(lab.ctx, order);
  if (!result.ok) throw new Error(result.code);
  return result.value.operationId;
}

async function toTheEnd(id: string, then: Afterwards, onWrite?: () => Promise<void>): Promise<OperationRow> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const row = await lab.work(id, onWrite);
    expect(await lab.currentWorks()).toBe(true);
    if ((OVER_STATES as readonly string[]).includes(row.state)) return row;
    if (row.state === "sign-in-needed" || row.state === "stopped") await AFTERWARDS[then](id);
    lab.clock.advance(3 * Minute.ms);
  }
  throw new Error("the renewal does not come to an end");
}

/** Every key in Azure is the one in use, or named with the operation. */
async function expectNoOrphan(row: OperationRow): Promise<void> {
  const current = (await lab.secrets()).find(({ state }) => state === "current");
  const named = JSON.stringify(row.leftovers);
  const orphans = lab.directory.passwords.filter(
    ({ keyId, displayName }) =>
      keyId !== current?.keyId && !named.includes(keyId) && !named.includes(displayName),
  );
  expect(orphans).toEqual([]);
  expect(row.sealed).toBeNull();
}

/** How many requests, and writes, a renewal takes that nothing disturbs. */
async function undisturbed() {
  let writes = 0;
  const id = await begin();
  const row = await toTheEnd(id, "gives up", async () => void writes++);
  expect(row).toMatchObject({ state: "complete", leftovers: [] });
  return { requests: lab.directory.asked.length, writes };
}
const { requests, writes } = await undisturbed();

describe.each(Object.keys(AFTERWARDS) as Afterwards[])("when the administrator %s", (then) => {
  it.each(Object.keys(FAULTS))("at every request: %s", async (name) => {
    const fault = FAULTS[name];
    for (let at = 0; at < requests; at++) {
      const id = await begin();
      lab.directory.spoil = (_, index) =>
        (fault?.lasts ? index >= at : index === at) ? (fault?.spoiled() ?? null) : null;
      await expectNoOrphan(await toTheEnd(id, then));
    }
  });

  it("a kill before every write to the database", async () => {
    for (let at = 0; at < writes; at++) {
      const id = await begin();
      let written = 0;
      const row = await toTheEnd(id, then, async () => {
        expect(await lab.currentWorks()).toBe(true);
        if (written++ === at) lab.kill();
      });
      await expectNoOrphan(row);
    }
  });
});
