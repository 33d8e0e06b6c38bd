import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { azureServices } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { failureOf } from "../operations/failure-of";
import type { StepContext } from "../operations/model";
import { kindOf } from "../operations/order";
import { CONNECT_SERVICE, type ConnectionOrder, TEST_CONNECTION } from "./orders";
import { provePermissions, proveToken } from "./prove-connection";
import { recordProof } from "./record-proof";

const facts = z.object({ askedAt: z.iso.datetime() }).partial();
type Step = StepContext<ConnectionOrder, z.infer<typeof facts>>;

const proverOf = ({ thread, azure, unseal }: Step) => ({ db: thread.db, azure, unseal });

const askToken = async (step: Step) => {
  const askedAt = step.thread.clock.now().toISOString();
  await proveToken(proverOf(step), step.input);
  return { askedAt };
};

const checkPermissions = async (step: Step): Promise<undefined> => {
  await provePermissions(proverOf(step), step.input);
};

const saveConnection = {
  run: async () => undefined,
  commit: async (tx: Parameters<typeof recordProof>[0], { thread, input, facts: known }: Step) => {
    const at = known.askedAt ? new Date(known.askedAt) : thread.clock.now();
    await recordProof(tx, thread, input.serviceId, { code: "ok", params: {}, at });
  },
};

/**
 * The last page of the wizard: the service counts as connected when Azure gave its app a token and let it ask what the
 * service asks first. Until then it can be gone on with; given up, nothing of it stays.
 */
export const connectServiceKind = kindOf(CONNECT_SERVICE, {
  title: "Connecting an Azure service",
  onFailure: "stop",
  facts,
  steps: {
    "ask-token": { run: askToken },
    "check-permissions": { run: checkPermissions },
    "save-connection": saveConnection,
  },
  async withdraw(tx, { input }) {
    const { serviceId } = CONNECT_SERVICE.input.parse(input);
    // One that was proved meanwhile is connected, whatever became of this operation.
    await tx
      .delete(azureServices)
      .where(and(eq(azureServices.id, serviceId), isNull(azureServices.provedAt)));
  },
});

/** A proof that an administrator asks for; what it finds is kept either way. */
export const testConnectionKind = kindOf(TEST_CONNECTION, {
  title: "Test of a connection",
  onFailure: "undo",
  facts,
  steps: {
    "ask-token": { run: keepingFailure(askToken) },
    "check-permissions": { run: keepingFailure(checkPermissions) },
    "save-connection": saveConnection,
  },
});

function keepingFailure<T>(ask: (step: Step) => Promise<T>): (step: Step) => Promise<T> {
  return async (step) => {
    const at = step.thread.clock.now();
    try {
      return await ask(step);
    } catch (error) {
      const failure = failureOf(error);
      const { thread, input } = step;
      if (failure)
        await asOwner(thread, (tx) => recordProof(tx, thread, input.serviceId, { ...failure, at }));
      throw error;
    }
  };
}
