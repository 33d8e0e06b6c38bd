import { z } from "zod";

/** The objects of an Azure AD tenant, named as Microsoft Graph names them (reference/protocols/graph.md). */

const id = z.guid();
const time = z.iso.datetime();

const user = z.object({
  id,
  userPrincipalName: z.string(),
  displayName: z.string(),
  givenName: z.string().nullable(),
  surname: z.string().nullable(),
  mail: z.string().nullable(),
  accountEnabled: z.boolean(),
  passwordHash: z.string(),
  /** Template ids of the directory roles that the user holds (`directory-roles.ts`). */
  directoryRoles: z.array(id),
});

const group = z.object({
  id,
  displayName: z.string(),
  description: z.string().nullable(),
  mailNickname: z.string(),
  securityEnabled: z.boolean(),
  mailEnabled: z.boolean(),
  members: z.array(id),
  owners: z.array(id),
});

const permissionScope = z.object({
  id,
  value: z.string(),
  type: z.enum(["User", "Admin"]),
  isEnabled: z.boolean(),
  adminConsentDisplayName: z.string().nullable(),
  adminConsentDescription: z.string().nullable(),
  userConsentDisplayName: z.string().nullable(),
  userConsentDescription: z.string().nullable(),
});

const appRole = z.object({
  id,
  value: z.string().nullable(),
  displayName: z.string(),
  description: z.string(),
  allowedMemberTypes: z.array(z.enum(["User", "Application"])),
  isEnabled: z.boolean(),
});

const passwordCredential = z.object({
  keyId: id,
  displayName: z.string().nullable(),
  startDateTime: time,
  endDateTime: time,
  /** The first three characters of the secret. */
  hint: z.string(),
  /** The secret itself is known to whoever was given it, once. */
  secretHash: z.string(),
  /** A new secret takes a while to reach the servers that issue tokens; before this time they refuse it. */
  usableFrom: time,
});

const requiredResource = z.object({
  resourceAppId: id,
  resourceAccess: z.array(z.object({ id, type: z.enum(["Role", "Scope"]) })),
});

const redirects = z.object({ redirectUris: z.array(z.string()) });

const application = z.object({
  id,
  appId: id,
  displayName: z.string(),
  description: z.string().nullable(),
  notes: z.string().nullable(),
  uniqueName: z.string().nullable(),
  createdDateTime: time,
  publisherDomain: z.string(),
  signInAudience: z.enum([
    "AzureADMyOrg",
    "AzureADMultipleOrgs",
    "AzureADandPersonalMicrosoftAccount",
    "PersonalMicrosoftAccount",
  ]),
  identifierUris: z.array(z.string()),
  tags: z.array(z.string()),
  web: redirects.extend({
    homePageUrl: z.string().nullable(),
    logoutUrl: z.string().nullable(),
    implicitGrantSettings: z.object({
      enableIdTokenIssuance: z.boolean(),
      enableAccessTokenIssuance: z.boolean(),
    }),
  }),
  spa: redirects,
  publicClient: redirects,
  isFallbackPublicClient: z.boolean().nullable(),
  api: z.object({
    requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).nullable(),
    oauth2PermissionScopes: z.array(permissionScope),
  }),
  appRoles: z.array(appRole),
  requiredResourceAccess: z.array(requiredResource),
  /** Ids of users. */
  owners: z.array(id),
  passwordCredentials: z.array(passwordCredential),
});

const servicePrincipal = z.object({
  id,
  appId: id,
  displayName: z.string(),
  createdDateTime: time,
  appOwnerOrganizationId: id,
  accountEnabled: z.boolean(),
  appRoleAssignmentRequired: z.boolean(),
  tags: z.array(z.string()),
  /** Of an app of another tenant; those of this tenant's own apps are read from the app (`publishedBy`). */
  servicePrincipalNames: z.array(z.string()),
  appRoles: z.array(appRole),
  oauth2PermissionScopes: z.array(permissionScope),
});

const appRoleAssignment = z.object({
  id: z.string(),
  createdDateTime: time,
  /** All zeros is the default access to an app without roles. */
  appRoleId: id,
  principalId: id,
  principalType: z.enum(["User", "Group", "ServicePrincipal"]),
  resourceId: id,
});

const oauth2PermissionGrant = z.object({
  id: z.string(),
  clientId: id,
  consentType: z.enum(["AllPrincipals", "Principal"]),
  principalId: id.nullable(),
  resourceId: id,
  /** Values of the resource's scopes, space separated. */
  scope: z.string(),
});

const subscription = z.object({
  subscriptionId: id,
  displayName: z.string(),
  state: z.enum(["Enabled", "Warned", "PastDue", "Disabled", "Deleted"]),
  resourceGroups: z.array(
    z.object({
      name: z.string(),
      location: z.string(),
      tags: z.record(z.string(), z.string()),
      /** Path of the resource that manages it. */
      managedBy: z.string().nullable().default(null),
    }),
  ),
  /** Resource providers that somebody asked for, by namespace. */
  registrations: z.record(z.string(), z.enum(["Registering", "Registered"])).default({}),
  roleAssignments: z.array(
    z.object({
      /** Object id of a user, a group or a service principal. */
      principalId: id,
      roleDefinitionName: z.enum(["Owner", "Contributor", "Reader", "User Access Administrator"]),
      /** The subscription's own path, or that of a resource group below it. */
      scope: z.string(),
    }),
  ),
});

export const tenantSchema = z.object({
  id,
  displayName: z.string(),
  countryLetterCode: z.string(),
  createdDateTime: time,
  verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean(), isInitial: z.boolean() })),
  users: z.array(user),
  groups: z.array(group),
  applications: z.array(application),
  deletedApplications: z.array(application.extend({ deletedDateTime: time })),
  servicePrincipals: z.array(servicePrincipal),
  appRoleAssignments: z.array(appRoleAssignment),
  oauth2PermissionGrants: z.array(oauth2PermissionGrant),
  /** Apps nobody gets a token for: error 53003. */
  conditionalAccess: z.object({ blockedAppIds: z.array(id) }),
  subscriptions: z.array(subscription),
});

export type Tenant = z.infer<typeof tenantSchema>;
export type User = z.infer<typeof user>;
export type Application = z.infer<typeof application>;
export type ServicePrincipal = z.infer<typeof servicePrincipal>;
export type AppRole = z.infer<typeof appRole>;
export type PermissionScope = z.infer<typeof permissionScope>;
export type PasswordCredential = z.infer<typeof passwordCredential>;
export type Subscription = z.infer<typeof subscription>;
