import { z } from "zod";
import type { Application } from "../../directory/model";
import { GraphError } from "../graph-error";
import { parseBody } from "../parse-body";

const text = z.string().max(1024).nullable();
const uris = z.array(z.string().min(1).max(256)).max(256);
const redirects = z.strictObject({ redirectUris: uris });

const permissionScope = z.strictObject({
  id: z.guid(),
  value: z
    .string()
    .max(120)
    .regex(/^[^\s]+$/),
  type: z.enum(["User", "Admin"]).default("User"),
  isEnabled: z.boolean().default(true),
  adminConsentDisplayName: text.default(null),
  adminConsentDescription: text.default(null),
  userConsentDisplayName: text.default(null),
  userConsentDescription: text.default(null),
});

const appRole = z.strictObject({
  id: z.guid(),
  value: z
    .string()
    .max(120)
    .regex(/^[^\s]+$/)
    .nullable()
    .default(null),
  displayName: z.string().min(1),
  description: z.string().min(1),
  allowedMemberTypes: z.array(z.enum(["User", "Application"])).min(1),
  isEnabled: z.boolean().default(true),
});

const requiredResource = z.strictObject({
  resourceAppId: z.guid(),
  resourceAccess: z.array(z.strictObject({ id: z.guid(), type: z.enum(["Role", "Scope"]) })),
});

const settings = z
  .strictObject({
    displayName: z.string().min(1).max(256),
    description: text,
    notes: text,
    uniqueName: z.string().min(1).max(512),
    signInAudience: z.enum([
      "AzureADMyOrg",
      "AzureADMultipleOrgs",
      "AzureADandPersonalMicrosoftAccount",
      "PersonalMicrosoftAccount",
    ]),
    identifierUris: uris,
    tags: z.array(z.string()),
    isFallbackPublicClient: z.boolean().nullable(),
    web: z
      .strictObject({
        homePageUrl: text,
        logoutUrl: text,
        redirectUris: uris,
        implicitGrantSettings: z
          .strictObject({ enableIdTokenIssuance: z.boolean(), enableAccessTokenIssuance: z.boolean() })
          .partial(),
      })
      .partial(),
    spa: redirects,
    publicClient: redirects,
    api: z
      .strictObject({
        requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).nullable(),
        oauth2PermissionScopes: z.array(permissionScope),
      })
      .partial(),
    appRoles: z.array(appRole),
    requiredResourceAccess: z.array(requiredResource),
  })
  .partial();

export type ApplicationSettings = z.infer<typeof settings>;

/**
 * What a client says of an app registration; what the lab does not know is refused as unknown.
 * @throws GraphError
 */
export function parseSettings(body: unknown): ApplicationSettings {
  const hasPasswords = typeof body === "object" && body !== null && "passwordCredentials" in body;
  if (hasPasswords) throw new GraphError("passwords-in-body");
  return parseBody(settings, body, "Application");
}

/** Lists are replaced, what has parts is changed in the parts that are named. */
export function withSettings(before: Application, changes: ApplicationSettings): Application {
  const { web, api, ...plain } = changes;
  return {
    ...before,
    ...plain,
    web: {
      ...before.web,
      ...web,
      implicitGrantSettings: { ...before.web.implicitGrantSettings, ...web?.implicitGrantSettings },
    },
    api: { ...before.api, ...api },
  };
}
