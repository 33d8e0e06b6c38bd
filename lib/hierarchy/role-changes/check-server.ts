import { Minute } from "@/lib/clock";
import { asOwner } from "@/lib/executive/as-owner";
import { askServer } from "@/lib/server-tasks/ask-server";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { CHECK_REQUIREMENTS } from "../site-system-roles/requirements/check-requirements.order";
import {
  checkedRequirements,
  unmetRequirements,
} from "../site-system-roles/requirements/checked-requirements";
import { RoleChangeFailure, type RoleChangeStepContext } from "./model";
import { serverResponds } from "./role-threads";

const REACHED_WITHIN = Minute.ms;
const ANSWERED_WITHIN = Minute.ms;

/** The server that is to get the role looks at itself, right before it gets it; every attempt asks anew. */
export async function checkServer({
  change,
  thread,
  until,
}: Pick<
  RoleChangeStepContext<unknown, Record<string, unknown>>,
  "change" | "thread" | "until"
>): Promise<undefined> {
  const serverId = change.toServerId;
  if (!serverId) throw new RoleChangeFailure("server-not-found");
  await until({
    topics: ["components"],
    limitMs: REACHED_WITHIN,
    late: "server-not-reachable",
    look: async () => ((await serverResponds(thread, serverId)) ? true : null),
  });
  const asked = { serverId, input: {}, requestedBy: change.requestedBy };
  const taskId = await asOwner(thread, (tx) => askServer(tx, thread.clock, CHECK_REQUIREMENTS, asked));
  const task = await until({
    topics: ["server-tasks"],
    limitMs: ANSWERED_WITHIN,
    late: "requirements-not-answered",
    async look() {
      const read = await readServerTask(thread.db, taskId);
      return read?.state === "done" || read?.state === "failed" ? read : null;
    },
  });
  const checks = checkedRequirements(task.result);
  if (!checks) throw new RoleChangeFailure("requirements-not-answered");
  const unmet = unmetRequirements(checks);
  if (unmet.length > 0)
    throw new RoleChangeFailure("requirements-not-met", {
      count: unmet.length,
      checks: unmet.map(({ id }) => id).join(", "),
    });
  return undefined;
}
