import { actorName } from "@/lib/context";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { retireContent } from "../easy-setup/retire-versions";
import { recordEvent } from "../move-state";
import { packageInput } from "../package-input";
import type { UpdateStateName } from "../state-machine";
import { deleteContent } from "./reset-update";
import { readOpenRun } from "./run";
import { lockPackage } from "./site-facts";

/** Downloaded, and at rest before its installation. */
const DELETABLE: ReadonlySet<UpdateStateName> = new Set([
  "DOWNLOAD_SUCCESS",
  "CONTENT_REPLICATION_FAILED",
  "PREREQ_SUCCESS",
  "PREREQ_WARNING",
  "PREREQ_ERROR",
]);

/** **Delete** the content of a package that nobody wants to install now; it can be downloaded again. */
export const deleteUpdateContent = defineCommand({
  name: "delete-update-content",
  action: "updates.reset",
  input: packageInput,
  async run(ctx, { packageGuid }) {
    const { db } = ctx;
    const at = ctx.clock.now();
    const pack = await lockPackage(db, packageGuid);
    if (!pack) return fail("update-not-found");
    const open = await readOpenRun(db);
    if (open?.packageGuid === packageGuid) return fail("update-in-process", { params: { name: pack.name } });
    if (!DELETABLE.has(pack.state)) return fail("content-not-deletable", { params: { state: pack.state } });
    await retireContent(db, packageGuid, at);
    await deleteContent(ctx, pack, "rest");
    const actor = actorName(ctx.actor);
    await recordEvent(db, { packageGuid, time: at, code: "content-delete-requested", actor });
    return ok({ packageGuid, name: pack.name });
  },
  audit: ({ packageGuid }, { name }) => ({
    messageId: 60017,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, "content-deleted", ""],
  }),
});
