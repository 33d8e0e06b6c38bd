import { type DirectoryRole, holdsRole } from "../directory/directory-roles";
import { GraphError } from "./graph-error";
import type { GraphCall } from "./graph-operation";

interface Permission {
  /** Any of these suffices for an app on its own. */
  roles: readonly string[];
  /** Any of these suffices for an app on its own, with what it owns. */
  ownedRoles?: readonly string[];
  /** Any of these suffices for an app that acts for a user, … */
  scopes: readonly string[];
  /** … if the user holds one of these roles, or owns it. */
  users: readonly (DirectoryRole | "member" | "owner")[];
}

const APP_ADMINISTRATORS = [
  "Global Administrator",
  "Application Administrator",
  "Cloud Application Administrator",
] as const;
const READ_APPS = [
  "Application.Read.All",
  "Application.ReadWrite.All",
  "Application.ReadWrite.OwnedBy",
  "Directory.Read.All",
];
const READ_AS_USER = [
  "Application.Read.All",
  "Application.ReadWrite.All",
  "Directory.Read.All",
  "Directory.AccessAsUser.All",
];
const WRITE_AS_USER = ["Application.ReadWrite.All", "Directory.AccessAsUser.All"];

/** Who may do what (reference/protocols/graph.md §2-4). Users of the lab must not register apps without a role. */
const PERMISSIONS = {
  "organization.read": {
    roles: ["Organization.Read.All", "Directory.Read.All"],
    scopes: ["User.Read", "Organization.Read.All", "Directory.Read.All", "Directory.AccessAsUser.All"],
    users: ["member"],
  },
  "me.read": {
    roles: [],
    scopes: ["User.Read", "Directory.Read.All", "Directory.AccessAsUser.All"],
    users: ["member"],
  },
  "directoryRole.read": {
    roles: ["RoleManagement.Read.Directory", "Directory.Read.All"],
    scopes: ["RoleManagement.Read.Directory", "Directory.Read.All", "Directory.AccessAsUser.All"],
    users: ["member"],
  },
  "application.read": { roles: READ_APPS, scopes: READ_AS_USER, users: ["member"] },
  "application.create": {
    roles: ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"],
    scopes: WRITE_AS_USER,
    users: APP_ADMINISTRATORS,
  },
  "application.change": {
    roles: ["Application.ReadWrite.All"],
    ownedRoles: ["Application.ReadWrite.OwnedBy"],
    scopes: WRITE_AS_USER,
    users: [...APP_ADMINISTRATORS, "owner"],
  },
  "appRoleAssignment.read": {
    roles: ["Application.Read.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All"],
    scopes: [...READ_AS_USER, "AppRoleAssignment.ReadWrite.All"],
    users: ["member"],
  },
  "appRoleAssignment.write": {
    roles: ["AppRoleAssignment.ReadWrite.All"],
    scopes: ["AppRoleAssignment.ReadWrite.All", "Directory.AccessAsUser.All"],
    users: [...APP_ADMINISTRATORS, "Privileged Role Administrator"],
  },
  /** Application permissions of Graph itself: with them an app could make itself whatever it likes. */
  "graphPermission.write": {
    roles: ["AppRoleAssignment.ReadWrite.All"],
    scopes: ["AppRoleAssignment.ReadWrite.All", "Directory.AccessAsUser.All"],
    users: ["Global Administrator", "Privileged Role Administrator"],
  },
  "permissionGrant.read": {
    roles: ["Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All"],
    scopes: ["Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.AccessAsUser.All"],
    users: ["member"],
  },
  "permissionGrant.write": {
    roles: ["DelegatedPermissionGrant.ReadWrite.All"],
    scopes: ["DelegatedPermissionGrant.ReadWrite.All", "Directory.AccessAsUser.All"],
    users: [...APP_ADMINISTRATORS, "Privileged Role Administrator"],
  },
} as const satisfies Record<string, Permission>;

export type PermissionName = keyof typeof PERMISSIONS;

/**
 * @param owners ids of those who own what is asked for
 * @throws GraphError 403
 */
export function permit(call: GraphCall, name: PermissionName, owners: readonly string[] = []): void {
  const permission: Permission = PERMISSIONS[name];
  const isOwner = owners.includes(call.claims.oid);
  const isAllowed =
    call.claims.idtyp === "app"
      ? mayApp(call, permission, isOwner)
      : hasScope(call, ...permission.scopes) && mayUser(call, permission, isOwner);
  if (!isAllowed) throw new GraphError("forbidden");
}

export const hasScope = ({ claims }: GraphCall, ...scopes: readonly string[]): boolean =>
  (claims.scp ?? "").split(" ").some((scope) => scopes.includes(scope));

/** The user that an app acts for; undefined for an app on its own. */
export const signedInUser = ({ tenant, claims }: GraphCall) =>
  claims.idtyp === "user" ? tenant.users.find(({ id }) => id === claims.oid) : undefined;

function mayApp({ claims }: GraphCall, { roles, ownedRoles = [] }: Permission, isOwner: boolean): boolean {
  const granted = claims.roles ?? [];
  return granted.some((role) => roles.includes(role) || (isOwner && ownedRoles.includes(role)));
}

/** By the roles of this moment, not by those of the time when the token was made. */
function mayUser(call: GraphCall, { users }: Permission, isOwner: boolean): boolean {
  const user = signedInUser(call);
  if (!user?.accountEnabled) return false;
  return users.some((who) => {
    if (who === "member") return true;
    return who === "owner" ? isOwner : holdsRole(user, who);
  });
}
