import type { ThreadContext } from "@/lib/executive/component-thread";
import { ROLE_CHANGE_KINDS } from "./kinds";
import { readOpenRoleChange } from "./role-change-store";
import { runRoleChange } from "./run-role-change";

/** Goes on with what was asked for or begun and is not waiting for a decision. @throws as `runRoleChange` */
export async function workRoleChanges(thread: ThreadContext): Promise<void> {
  const change = await readOpenRoleChange(thread.db);
  if (!change || change.state === "stopped") return;
  const kind = ROLE_CHANGE_KINDS.find((one) => one.kind === change.kind);
  if (!kind) throw new Error(`No change of the role is called ${change.kind}`);
  await runRoleChange(thread, kind, change);
}
