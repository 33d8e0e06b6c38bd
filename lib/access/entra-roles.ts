import { z } from "zod";
import type { RoleAssignment } from "@/lib/context";
import { isSecurityRoleId, isSecurityScopeId } from "./security-roles";

/** One app role's value in the map: `SMS0001R` (scope Default) or `SMS0001R:SMS00ALL`. */
const assignmentSchema = z.string().transform((text, ctx): RoleAssignment => {
  const [roleId = "", scopeId = "SMS00UNA", ...rest] = text.split(":");
  if (isSecurityRoleId(roleId) && isSecurityScopeId(scopeId) && rest.length === 0) return { roleId, scopeId };
  ctx.addIssue({ code: "custom", message: `"${text}" is not a security role, or role:scope` });
  return z.NEVER;
});

/** `SCP_ENTRA_ROLE_MAP`, parsed from JSON: value of the app role in Entra ID → security role and scope here. */
export const entraRoleMapSchema = z.record(z.string().min(1), assignmentSchema);

export type EntraRoleMap = z.output<typeof entraRoleMapSchema>;

/** The assignments that the app roles of a token stand for; one the map does not name grants nothing. */
export function assignmentsOf(appRoles: readonly string[], map: EntraRoleMap): RoleAssignment[] {
  const granted = new Map<string, RoleAssignment>();
  for (const appRole of appRoles) {
    const assignment = Object.hasOwn(map, appRole) ? map[appRole] : undefined;
    if (assignment) granted.set(`${assignment.roleId}:${assignment.scopeId}`, assignment);
  }
  return [...granted.values()];
}
