import type { Actor } from "@/lib/context";
import type { SecurityRoleId } from "./security-roles";

type Grant = readonly SecurityRoleId[];

const FULL: Grant = ["SMS0001R"];
const INFRASTRUCTURE: Grant = [...FULL, "SMS000BR"];
const OPERATIONS: Grant = [...INFRASTRUCTURE, "SMS000ER"];

/**
 * The permission table: which built-in security role may do what, and whether the assignment must carry the
 * scope All. The one place that decides (reference/roles-and-permissions.md §9; `row` is the number there).
 * Whatever is not listed is refused.
 */
export const PERMISSIONS = {
  "role.view": { row: 1, roles: [...OPERATIONS, "SMS000FR", "SMS0002R", "SMS0009R", "SMS0008R"] },
  "logs.view": { row: 2, roles: [...OPERATIONS, "SMS0002R"] },
  "updates.view": { row: 3, roles: [...OPERATIONS, "SMS0002R"] },
  "mode.change": { row: 5, roles: INFRASTRUCTURE },
  "component.query": { row: 6, roles: [...OPERATIONS, "SMS0002R"] },
  "component.control": { row: 7, roles: OPERATIONS },
  "updates.check": { row: 10, roles: FULL },
  "updates.download": { row: 11, roles: FULL },
  "status.view": { row: 41, roles: [...OPERATIONS, "SMS000FR", "SMS0002R", "SMS0009R"] },
  "alerts.view": { row: 43, roles: [...OPERATIONS, "SMS000FR", "SMS0002R", "SMS0009R"] },
  "alerts.manage": { row: 44, roles: OPERATIONS },
  "backup.view": { row: 47, roles: [...INFRASTRUCTURE, "SMS0002R"] },
  "backup.manage": { row: 47, roles: INFRASTRUCTURE },
} as const satisfies Record<string, { row: number; roles: Grant; scopeAll?: true }>;

export type Action = keyof typeof PERMISSIONS;

/**
 * Whether `actor` may do `action`. Components and the command line act for the product on a machine whose
 * operating system already decided who may run them.
 */
export function can(actor: Actor, action: Action): boolean {
  if (actor.kind !== "user") return true;
  const rule: { roles: Grant; scopeAll?: true } = PERMISSIONS[action];
  return actor.assignments.some(
    (a) => rule.roles.includes(a.roleId) && (!rule.scopeAll || a.scopeId === "SMS00ALL"),
  );
}
