import type { Actor } from "@/lib/context";
import type { SecurityRoleId } from "./security-roles";

const FA = "SMS0001R";
const RO = "SMS0002R";
const AD = "SMS0007R";
const AU = "SMS0008R";
const AA = "SMS0009R";
const IA = "SMS000BR";
const OA = "SMS000ER";
const SA = "SMS000FR";

interface Rule {
  /** Number of the row in reference/roles-and-permissions.md §9; 0 for a user's own account and for Setup. */
  row: number;
  roles: readonly SecurityRoleId[] | "everyone";
  /** The assignment that grants the role must carry the scope All. */
  scopeAll?: true;
}

/**
 * The permission table: which built-in security role may do what. The one place that decides; whatever is not
 * listed is refused. Where the reference gives some roles only `r`, its row has two actions here: `….view` and
 * the change. Actions of rows 10 to 17, 21 and 22 belong to the class Update packages, which only a Full
 * Administrator holds.
 */
export const PERMISSIONS = {
  "account.manage": { row: 0, roles: "everyone" },
  // Before there is any account; no security role grants it.
  "setup.run": { row: 0, roles: [] },
  "role.view": { row: 1, roles: [FA, IA, OA, SA, RO, AA, AU] },
  "logs.view": { row: 2, roles: [FA, IA, OA, RO] },
  "updates.view": { row: 3, roles: [FA, IA, OA, RO] },
  "features.view": { row: 4, roles: [FA, IA, OA, RO] },
  "mode.change": { row: 5, roles: [FA, IA] },
  "component.query": { row: 6, roles: [FA, IA, OA, RO] },
  "component.control": { row: 7, roles: [FA, IA, OA] },
  "usage-data.view": { row: 8, roles: [FA, IA, OA, RO] },
  "usage-data.export": { row: 8, roles: [FA, IA] },
  "usage-data.collect": { row: 8, roles: [FA, IA] },
  "usage-data.change-level": { row: 9, roles: [FA, IA] },
  "updates.check": { row: 10, roles: [FA] },
  "updates.download": { row: 11, roles: [FA] },
  "updates.check-prerequisites": { row: 12, roles: [FA] },
  "updates.install": { row: 13, roles: [FA] },
  "updates.retry": { row: 14, roles: [FA] },
  "features.enable": { row: 15, roles: [FA], scopeAll: true },
  "features.consent": { row: 16, roles: [FA], scopeAll: true },
  "client.promote": { row: 17, roles: [FA], scopeAll: true },
  "service-windows.view": { row: 18, roles: [FA, IA, RO] },
  "service-windows.manage": { row: 18, roles: [FA, IA] },
  "secondary-site.view": { row: 19, roles: [FA, IA, RO] },
  "secondary-site.update": { row: 19, roles: [FA, IA] },
  "offline.prepare": { row: 20, roles: [FA, IA] },
  "offline.import": { row: 21, roles: [FA] },
  "updates.reset": { row: 22, roles: [FA], scopeAll: true },
  "azure-services.view": { row: 23, roles: [FA, IA, OA, RO, AA] },
  "azure-services.manage": { row: 24, roles: [FA, IA] },
  "log-analytics.manage": { row: 25, roles: [FA, IA] },
  "desktop-analytics.manage": { row: 26, roles: [FA] },
  "azure-apps.manage": { row: 27, roles: [FA, IA] },
  "azure-apps.renew-secret": { row: 28, roles: [FA, IA] },
  "gateway.manage": { row: 29, roles: [FA, IA] },
  "gateway.view": { row: 30, roles: [FA, IA, OA, RO] },
  "gateway.operate": { row: 30, roles: [FA, IA, OA] },
  "discovery.run": { row: 31, roles: [FA, IA] },
  "discovery.view": { row: 32, roles: [FA, IA, OA, RO, AA] },
  "store.sync": { row: 33, roles: [FA, IA, OA, AA] },
  "store.view": { row: 34, roles: [FA, IA, OA, RO, AA, AU, AD] },
  "store.create-application": { row: 35, roles: [FA, OA, AA, AU] },
  "desktop-analytics.configure": { row: 36, roles: [FA] },
  "desktop-analytics.view": { row: 37, roles: [FA, IA, OA, RO] },
  "role.manage": { row: 38, roles: [FA, IA] },
  "proxy.view": { row: 39, roles: [FA, IA, RO] },
  "proxy.manage": { row: 39, roles: [FA, IA] },
  "passive-site-server.view": { row: 40, roles: [FA, IA, RO] },
  "passive-site-server.manage": { row: 40, roles: [FA, IA] },
  "status.view": { row: 41, roles: [FA, IA, OA, SA, RO, AA] },
  "status.manage": { row: 42, roles: [FA, IA, OA] },
  "alerts.view": { row: 43, roles: [FA, IA, OA, SA, RO, AA] },
  "alerts.manage": { row: 44, roles: [FA, IA, OA] },
  "insights.view": { row: 45, roles: [FA, IA, OA, SA, RO] },
  "insights.evaluate": { row: 46, roles: [FA, IA, OA] },
  "backup.view": { row: 47, roles: [FA, IA, RO] },
  "backup.manage": { row: 47, roles: [FA, IA] },
  "users.view": { row: 48, roles: [FA, SA, RO] },
  "users.manage": { row: 48, roles: [FA, SA] },
  "audit.view": { row: 49, roles: [FA, SA, RO] },
  "audit.export": { row: 50, roles: [FA, SA] },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof PERMISSIONS;

export const ACTIONS = Object.keys(PERMISSIONS) as Action[];

/** Why an action is refused, and which security roles may do it: what a disabled button says. */
export type Permission =
  | { allowed: true }
  | { allowed: false; reason: "role" | "scope"; rolesThatMay: readonly SecurityRoleId[] };

/** All that whoever proved the set-up code may do. */
const SETUP_ACTION: Action = "setup.run";

/**
 * Whether `actor` may do `action`, and if not, whether the role or only its scope is missing. Components and
 * the command line act for the product on a machine whose operating system already decided who may run them.
 */
export function explain(actor: Actor, action: Action): Permission {
  const rule: Rule = PERMISSIONS[action];
  const { roles } = rule;
  if (actor.kind === "setup")
    return action === SETUP_ACTION
      ? { allowed: true }
      : { allowed: false, reason: "role", rolesThatMay: roles === "everyone" ? [] : roles };
  if (actor.kind !== "user") return { allowed: true };
  if (roles === "everyone") return { allowed: true };
  const holding = actor.assignments.filter((assignment) => roles.includes(assignment.roleId));
  if (holding.length === 0) return { allowed: false, reason: "role", rolesThatMay: roles };
  if (rule.scopeAll && !holding.some((assignment) => assignment.scopeId === "SMS00ALL"))
    return { allowed: false, reason: "scope", rolesThatMay: roles };
  return { allowed: true };
}

export const can = (actor: Actor, action: Action): boolean => explain(actor, action).allowed;

/** The whole table for one actor: what a page needs to show, hide and explain its actions. */
export function explainAll(actor: Actor): Record<Action, Permission> {
  const actions = Object.keys(PERMISSIONS) as Action[];
  return Object.fromEntries(actions.map((action) => [action, explain(actor, action)])) as Record<
    Action,
    Permission
  >;
}
