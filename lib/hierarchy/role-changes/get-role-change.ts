import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readRoleChange } from "./role-change-store";
import { roleChangeView } from "./role-change-view";

/** How far an installation, removal or move of the role is, step by step. */
export const getRoleChange = defineQuery({
  name: "get-role-change",
  action: "role.view",
  input: z.object({ changeId: z.guid() }),
  async run({ db }, { changeId }) {
    const row = await readRoleChange(db, changeId);
    return row ? ok(roleChangeView(row)) : fail("role-change-not-found");
  },
});
