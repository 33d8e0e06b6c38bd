import type { roleChangeChecks } from "@/lib/db/schema";
import type { RoleChangeParams } from "../model";
import { ROLE_CHECKS } from "./checks";
import { partsOf, type RoleCheckId } from "./model";

/** A point of the checklist as the portal shows it. */
export interface CheckView {
  /** As `check-role-again` wants it. */
  key: string;
  id: RoleCheckId;
  state: (typeof roleChangeChecks.$inferSelect)["state"];
  code: string | null;
  params: RoleChangeParams;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Page of the portal that leads to the cure of one that failed. */
  cure: string;
}

/** In the order of the checklist. */
export function checkViews(
  changeId: string,
  rows: readonly (typeof roleChangeChecks.$inferSelect)[],
): CheckView[] {
  return ROLE_CHECKS.flatMap(({ id, cure }) =>
    rows
      .filter((row) => partsOf(row.check).id === id)
      .map(({ check: key, state, code, params, startedAt, finishedAt }) => ({
        key,
        id,
        state,
        code,
        params: params ?? {},
        startedAt,
        finishedAt,
        cure: cureOf(cure, changeId, partsOf(key).subject, id),
      }))
      .sort((a, b) => a.key.localeCompare(b.key)),
  );
}

/** A connection has a page of its own; the renewal of secret keys leads back to the change. */
function cureOf(cure: string, changeId: string, subject: string, id: RoleCheckId): string {
  if (id === "azure-service") return `${cure}/${subject}`;
  if (id !== "secret-key") return cure;
  return `${cure}?${new URLSearchParams({ return: `/service-connection-point/changes/${changeId}` })}`;
}
