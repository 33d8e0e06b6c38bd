import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { roleChangeChecks } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findRoleHolder } from "../order-role-change";
import { readRoleChange } from "../role-change-store";
import { planChecks } from "./plan-checks";

/** *Check again*: one point of the verification checklist, or all of it. The value counts them. */
export const checkAgain = defineCommand({
  name: "check-role-again",
  action: "role.manage",
  input: z.object({
    changeId: z.guid(),
    /** As in `role_change_checks`; null: all. */
    check: z.string().nullable(),
  }),
  async run({ db }, { changeId, check }) {
    const change = await readRoleChange(db, changeId);
    if (!change) return fail("role-change-not-found");
    const holder = await findRoleHolder(db);
    // What another server proves now says nothing about this change.
    if (!holder || holder.id !== change.toServerId) return fail("role-not-on-server");
    if (check === null) await planChecks(db, changeId);
    const asked = await db
      .update(roleChangeChecks)
      .set({ state: "waiting", startedAt: null, finishedAt: null })
      .where(
        and(
          eq(roleChangeChecks.roleChangeId, changeId),
          inArray(roleChangeChecks.state, ["passed", "failed", "not-applicable"]),
          check === null ? undefined : eq(roleChangeChecks.check, check),
        ),
      )
      .returning({ check: roleChangeChecks.check });
    await publish(db, { topic: "role-changes", key: changeId });
    return ok({ checks: asked.length });
  },
  // Nothing of the product changes by it.
  audit: () => null,
});
