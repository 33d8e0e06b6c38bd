import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { roleChangeChecks } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { Dependent, DependentId } from "./dependents/model";
import { moveFacts } from "./move-facts";
import { moveRoleInput } from "./move-role.order";
import { findRoleHolder } from "./order-role-change";
import { readRoleChange } from "./role-change-store";
import { type RoleChangeView, roleChangeView } from "./role-change-view";
import { type CheckView, checkViews } from "./verification/check-views";

/** Everything that is kept of a change of the role. */
export interface RoleChangeReport {
  change: RoleChangeView;
  /** What depended on the role when it was asked for; empty for a kind that keeps none. */
  plan: Dependent<DependentId>[];
  facts: z.infer<typeof moveFacts>;
  checks: CheckView[];
  /** The role is still where this change brought it: its checklist can be checked again. */
  isCurrent: boolean;
}

/** The report of an installation, removal, move or expansion: secrets by name, never by value. */
export const getRoleChangeReport = defineQuery({
  name: "get-role-change-report",
  action: "role.view",
  input: z.object({ changeId: z.guid() }),
  async run({ db }, { changeId }) {
    const row = await readRoleChange(db, changeId);
    if (!row) return fail("role-change-not-found");
    const holder = await findRoleHolder(db);
    return ok({
      change: roleChangeView(row),
      plan: moveRoleInput.pick({ plan: true }).safeParse(row.input).data?.plan ?? [],
      facts: moveFacts.safeParse(row.facts).data ?? {},
      checks: checkViews(changeId, await readChecks(db, changeId)),
      isCurrent: holder !== null && holder.id === row.toServerId,
    } satisfies RoleChangeReport);
  },
});

const readChecks = (db: Database, changeId: string) =>
  db.select().from(roleChangeChecks).where(eq(roleChangeChecks.roleChangeId, changeId));
