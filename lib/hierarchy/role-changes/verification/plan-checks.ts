import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { roleChangeChecks } from "@/lib/db/schema";
import type { RoleChangeParams } from "../model";
import { readRoleChange } from "../role-change-store";
import { ROLE_CHECKS } from "./checks";
import { keyOf } from "./model";

/** Writes down what is to be checked now, as far as it does not stand there; what is there stays as it is. */
export async function planChecks(tx: Database, roleChangeId: string): Promise<void> {
  const rows: { check: string; params: RoleChangeParams }[] = [];
  const change = await readRoleChange(tx, roleChangeId);
  if (!change) return;
  for (const { id, subjects } of ROLE_CHECKS.filter(({ kinds }) => kinds?.includes(change.kind) ?? true))
    for (const subject of (await subjects?.(tx)) ?? [{ id: "", params: {} }])
      rows.push({ check: keyOf(id, subject.id), params: subject.params });
  await tx
    .insert(roleChangeChecks)
    .values(rows.map((row) => ({ roleChangeId, state: "waiting" as const, ...row })))
    .onConflictDoNothing();
  await publish(tx, { topic: "role-changes", key: roleChangeId });
}
