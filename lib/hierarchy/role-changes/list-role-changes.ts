import { desc } from "drizzle-orm";
import { z } from "zod";
import { roleChanges } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { roleChangeView } from "./role-change-view";

/** What became of the role so far, the newest change first; at most `limit`. One that is not over is the first. */
export const listRoleChanges = defineQuery({
  name: "list-role-changes",
  action: "role.view",
  input: z.object({ limit: z.number().int().min(1).max(100).default(20) }),
  async run({ db }, { limit }) {
    const rows = await db.select().from(roleChanges).orderBy(desc(roleChanges.requestedAt)).limit(limit);
    return ok(rows.map(roleChangeView));
  },
});
