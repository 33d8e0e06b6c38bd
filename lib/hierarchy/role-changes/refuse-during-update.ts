import type { Database } from "@/lib/db/connection";
import { readOpenRun } from "@/lib/updates/servicing/run";
import { RoleChangeFailure } from "./model";

/**
 * Asked again in the transaction that changes where the role is: an update may have been asked for since
 * (reference/role.md §8.2).
 * @throws RoleChangeFailure
 */
export async function refuseDuringUpdate(tx: Database): Promise<void> {
  const update = await readOpenRun(tx);
  if (update) throw new RoleChangeFailure("role-change-during-update", { name: update.name });
}
