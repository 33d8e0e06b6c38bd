import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { moveRoleChange, readRoleChange } from "./role-change-store";

/** Goes on with a change that stopped at a step: from that step, not from the beginning. */
export const retryRoleChange = defineCommand({
  name: "retry-role-change",
  action: "role.manage",
  input: z.object({ changeId: z.guid() }),
  async run({ db }, { changeId }) {
    const change = await readRoleChange(db, changeId);
    if (!change) return fail("role-change-not-found");
    const isMoved =
      change.state === "stopped" &&
      (await moveRoleChange(db, changeId, "stopped", "running", { failureCode: null, failureParams: null }));
    return isMoved ? ok(null) : fail("role-change-not-waiting");
  },
  audit: () => null,
});
