import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { mayMove } from "./model";
import { moveRoleChange, readRoleChange } from "./role-change-store";

/**
 * Takes a change of the role back, or cancels it before it began. Beyond the point of no return it only ends where it
 * stands, so that another can be asked for.
 */
export const undoRoleChange = defineCommand({
  name: "undo-role-change",
  action: "role.manage",
  input: z.object({ changeId: z.guid() }),
  async run({ db }, { changeId }) {
    const change = await readRoleChange(db, changeId);
    if (!change) return fail("role-change-not-found");
    const isMoved =
      mayMove(change.state, "undoing") && (await moveRoleChange(db, changeId, change.state, "undoing"));
    return isMoved
      ? ok({ server: change.toServer ?? change.fromServer ?? "", kind: change.kind })
      : fail("role-change-not-waiting");
  },
  audit: (_input, { server, kind }) => ({
    messageId: 60040,
    objectType: "service-connection-point",
    objectId: server,
    strings: [server, `undo ${kind}`],
  }),
});
