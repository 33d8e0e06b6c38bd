import { randomUUID } from "node:crypto";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Ctx } from "@/lib/context";
import { type Failure, fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { lockApplication } from "../applications/lock-application";
import { typed } from "../fields";
import { type OrderedRenewal, orderRenewal, orderReplacement } from "./order-renewal";

const MOST = 200;

const input = z.object({
  /** One for each tenant (id of its row) that has created apps among them. */
  signIns: z.array(z.object({ tenant: z.guid(), signInId: z.guid() })).max(MOST),
  validityYears: z.union([z.literal(1), z.literal(2)]),
  created: z.array(z.guid()).max(MOST),
  imported: z.array(z.object({ applicationId: z.guid(), secret: typed, secretExpiresAt: typed })).max(MOST),
});

/**
 * Renews the keys of many apps, as after a move of the role: all are begun or none. Each is an operation of its own, so
 * that one that fails holds up no other.
 */
export const renewSecretKeys = defineCommand({
  name: "renew-secret-keys",
  action: "azure-apps.renew-secret",
  input,
  async run(ctx, { signIns, validityYears, created, imported }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    if (created.length + imported.length === 0) return fail("no-application-chosen");
    const batchId = randomUUID();
    const ordered: OrderedRenewal[] = [];
    // In one order for everybody: two who renew the same apps wait for each other instead of standing in each other's way.
    for (const [at, applicationId] of inOrder(created, (id) => id)) {
      const signInId = await signInOf(ctx, applicationId, signIns);
      if (!signInId) return fail("sign-in-not-found", { field: `created.${at}` });
      const one = await orderRenewal(ctx, { applicationId, signInId, validityYears, batchId });
      if (!one.ok) return within(one, `created.${at}`);
      ordered.push(one.value);
    }
    for (const [at, entered] of inOrder(imported, ({ applicationId }) => applicationId)) {
      const one = await orderReplacement(ctx, { ...entered, batchId });
      if (!one.ok) return within(one, `imported.${at}`);
      ordered.push(one.value);
    }
    return ok({
      batchId,
      operationIds: ordered.map(({ operationId }) => operationId),
      names: ordered.map(({ name }) => name),
    });
  },
  audit: (_, { batchId, names }) => ({
    messageId: 60022,
    objectType: "azure-renewal-batch",
    objectId: batchId,
    strings: [names.join(", "), String(names.length)],
  }),
});

const inOrder = <T>(all: readonly T[], idOf: (one: T) => string): [number, T][] =>
  [...all.entries()].toSorted(([, one], [, other]) => idOf(one).localeCompare(idOf(other)));

/** The field of one app, as a field of the whole. */
const within = <Code extends string>(failure: Failure<Code>, place: string): Failure<Code> => ({
  ...failure,
  field: failure.field === "applicationId" || !failure.field ? place : `${place}.${failure.field}`,
});

async function signInOf(
  { db }: Ctx,
  applicationId: string,
  signIns: readonly { tenant: string; signInId: string }[],
): Promise<string | null> {
  const found = await lockApplication(db, applicationId);
  return signIns.find(({ tenant }) => tenant === found?.tenant.id)?.signInId ?? null;
}
