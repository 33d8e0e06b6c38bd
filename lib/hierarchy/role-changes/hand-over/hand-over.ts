import { eq } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { roleChangeSecrets } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { askServer } from "@/lib/server-tasks/ask-server";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { RoleChangeFailure, type RoleChangeStepContext } from "../model";
import { serverResponds } from "../role-threads";
import { HAND_OVER_SECRETS, handedOver } from "./hand-over-secrets.order";
import { type NamedSecret, readSealedSecrets } from "./sealed-secrets";

/** Of a server whose process is being started again, and of one to seal everything anew. */
const REACHED_WITHIN = Minute.ms;
const ANSWERED_WITHIN = 2 * Minute.ms;

export interface HandOverFacts {
  /** The old server did not answer, and nobody waited for it. */
  holderSilent?: boolean;
  handedOver?: NamedSecret[];
  renewalRequired?: NamedSecret[];
}

type Step = Pick<RoleChangeStepContext<unknown, object>, "change" | "thread" | "until">;

/**
 * Step *hand-over*: the server that gives the role seals its secrets to the one that gets it. One that was given up, and
 * does not answer, hands nothing over: each of its secrets must be renewed.
 */
export async function handOver(
  { change, thread, until }: Step,
  { oldHolder }: { oldHolder: "alive" | "unreachable" },
): Promise<HandOverFacts> {
  const serverId = change.fromServerId ?? "";
  if (oldHolder === "unreachable" && !(await serverResponds(thread, serverId))) {
    const all = await readSealedSecrets(thread.db);
    return {
      holderSilent: true,
      handedOver: [],
      renewalRequired: all.map(({ sort, name }) => ({ sort, name })),
    };
  }
  await until({
    topics: ["components"],
    limitMs: REACHED_WITHIN,
    late: "old-holder-silent",
    look: async () => ((await serverResponds(thread, serverId)) ? true : null),
  });
  const taskId = await asOwner(thread, (tx) =>
    askServer(tx, thread.clock, HAND_OVER_SECRETS, {
      serverId,
      input: { changeId: change.id },
      requestedBy: change.requestedBy,
    }),
  );
  const task = await until({
    topics: ["server-tasks"],
    limitMs: ANSWERED_WITHIN,
    late: "old-holder-silent",
    async look() {
      const read = await readServerTask(thread.db, taskId);
      return read?.state === "done" || read?.state === "failed" ? read : null;
    },
  });
  if (task.failure) throw new RoleChangeFailure(task.failure.code, task.failure.params);
  return { holderSilent: false, ...handedOver.parse(task.result) };
}

/** What was sealed to the new server goes; what is in use was not touched. */
export async function forgetHandOver({ change, thread }: Step): Promise<void> {
  await asOwner(thread, (tx) =>
    tx.delete(roleChangeSecrets).where(eq(roleChangeSecrets.roleChangeId, change.id)),
  );
}
