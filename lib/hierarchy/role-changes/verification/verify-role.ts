import { and, eq, inArray } from "drizzle-orm";
import { Second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { roleChangeChecks, serviceConnectionPoint, siteSystemRoles } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { askServer } from "@/lib/server-tasks/ask-server";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import type { RoleChangeRow } from "../model";
import { ROLE_CHECKS } from "./checks";
import { INSPECT_ROLE, type RoleInspection, roleInspection } from "./inspect-role.order";
import { type CheckContext, type CheckOutcome, failed, partsOf, type RoleCheck } from "./model";
import { planChecks } from "./plan-checks";

/** Of each check: what is not seen by then has failed. */
const CHECK_LIMIT_MS = 90 * Second.ms;
const LOOK_MS = 1 * Second.ms;

type Verified = Pick<RoleChangeRow, "id" | "fromServerId" | "toServerId" | "requestedBy">;

interface Open {
  key: string;
  check: RoleCheck;
  context: Omit<CheckContext, "inspection">;
}

/**
 * Step *verify*: the checklist is written down and worked. A point that fails stops nothing; it stays on the list with
 * its cure, and can be checked again.
 */
export async function verifyRole(step: { change: Verified; thread: ThreadContext }): Promise<undefined> {
  await asOwner(step.thread, (tx) => planChecks(tx, step.change.id));
  await workChecks(step.thread, step.change);
  return undefined;
}

/** Works every point that waits: asks the server that holds the role, and looks until all have an outcome. */
export async function workChecks(thread: ThreadContext, change: Verified): Promise<void> {
  const keys = await takeChecks(thread, change.id);
  if (keys.length === 0) return;
  const common = await readCommon(thread.db);
  const begunAt = thread.clock.now();
  const taskId = await ask(thread, change, common.installedAt);
  const open = keys.flatMap((key): Open[] => {
    const { id, subject } = partsOf(key);
    const check = ROLE_CHECKS.find((one) => one.id === id);
    const { isOffline } = common;
    return check
      ? [{ key, check, context: { db: thread.db, thread, change, subject, begunAt, isOffline } }]
      : [];
  });
  for (const { check, context } of open) await check.begin?.({ ...context, inspection: null });
  await look(thread, change, open, taskId);
}

async function look(thread: ThreadContext, change: Verified, all: Open[], taskId: string): Promise<void> {
  const started = performance.now();
  let open = all;
  while (open.length > 0) {
    const isLate = performance.now() - started > CHECK_LIMIT_MS;
    const inspection = await readInspection(thread.db, taskId);
    const left: Open[] = [];
    for (const one of open) {
      const outcome = (await one.check.look({ ...one.context, inspection })) ?? (isLate ? LATE : null);
      if (outcome) await record(thread, change, one, outcome);
      else left.push(one);
    }
    open = left;
    if (open.length === 0) return;
    const topics = [...new Set([...open.flatMap(({ check }) => check.topics), "server-tasks" as const])];
    await thread.wait(topics, LOOK_MS);
    thread.signal.throwIfAborted();
  }
}

const LATE = failed("not-seen-in-time", { seconds: CHECK_LIMIT_MS / Second.ms });

/** Also those that a kill interrupted. @returns their keys */
function takeChecks(thread: ThreadContext, changeId: string): Promise<string[]> {
  return asOwner(thread, async (tx) => {
    const isOpen = and(
      eq(roleChangeChecks.roleChangeId, changeId),
      inArray(roleChangeChecks.state, ["waiting", "running"]),
    );
    const taken = await tx
      .update(roleChangeChecks)
      .set({ state: "running", code: null, startedAt: thread.clock.now(), finishedAt: null })
      .where(isOpen)
      .returning({ key: roleChangeChecks.check });
    await publish(tx, { topic: "role-changes", key: changeId });
    return taken.map(({ key }) => key);
  });
}

async function readCommon(db: Database): Promise<{ isOffline: boolean; installedAt: Date | null }> {
  const [point] = await db
    .select({ mode: serviceConnectionPoint.configuredMode, installedAt: siteSystemRoles.installedAt })
    .from(serviceConnectionPoint)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId));
  return { isOffline: point?.mode === "offline", installedAt: point?.installedAt ?? null };
}

const ask = (thread: ThreadContext, { toServerId, requestedBy }: Verified, since: Date | null) =>
  asOwner(thread, (tx) =>
    askServer(tx, thread.clock, INSPECT_ROLE, {
      serverId: toServerId ?? "",
      input: { since: (since ?? thread.clock.now()).toISOString() },
      requestedBy,
    }),
  );

async function readInspection(db: Database, taskId: string): Promise<RoleInspection | null> {
  const task = await readServerTask(db, taskId);
  return roleInspection.safeParse(task?.result).data ?? null;
}

async function record(
  thread: ThreadContext,
  change: Verified,
  { key }: Open,
  { state, code, params = {} }: CheckOutcome,
): Promise<void> {
  const line = `Verification of the service connection point: ${key} ${state}${code ? ` (${code})` : ""}. Change ${change.id}`;
  thread.log[state === "failed" ? "warning" : "info"](line);
  await asOwner(thread, async (tx) => {
    const isThis = and(eq(roleChangeChecks.roleChangeId, change.id), eq(roleChangeChecks.check, key));
    const [row] = await tx.select({ params: roleChangeChecks.params }).from(roleChangeChecks).where(isThis);
    await tx
      .update(roleChangeChecks)
      .set({
        state,
        code: code ?? null,
        params: { ...row?.params, ...params },
        finishedAt: thread.clock.now(),
      })
      // Asked for anew meanwhile: that run has the last word.
      .where(and(isThis, eq(roleChangeChecks.state, "running")));
    await publish(tx, { topic: "role-changes", key: change.id });
  });
}
