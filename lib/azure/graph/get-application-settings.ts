import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { PermissionScope, RequiredResourceAccess } from "./application";
import type { Graph } from "./graph-client";

const NEED = {
  permission: "Application.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const uris = z.array(z.string());

const scopeSchema: z.ZodType<PermissionScope> = z.looseObject({
  id: z.guid(),
  value: z.string(),
  type: z.enum(["Admin", "User"]),
  isEnabled: z.boolean(),
  adminConsentDisplayName: z.string(),
  adminConsentDescription: z.string(),
});

const accessSchema: z.ZodType<RequiredResourceAccess> = z.object({
  resourceAppId: z.guid(),
  resourceAccess: z.array(z.object({ id: z.guid(), type: z.enum(["Role", "Scope"]) })),
});

const settingsSchema = z
  .object({
    displayName: z.string(),
    web: z.object({ homePageUrl: z.string().nullish(), redirectUris: uris.default([]) }),
    publicClient: z.object({ redirectUris: uris.default([]) }),
    api: z.object({ oauth2PermissionScopes: z.array(scopeSchema).default([]) }),
    requiredResourceAccess: z.array(accessSchema),
  })
  .transform(({ displayName, web, publicClient, api, requiredResourceAccess }) => ({
    displayName,
    homePageUrl: web.homePageUrl ?? null,
    redirectUris: web.redirectUris,
    publicRedirectUris: publicClient.redirectUris,
    scopes: api.oauth2PermissionScopes,
    requiredResourceAccess,
  }));

/**
 * What an app registration has now of what the product sets: lists are replaced whole, so whoever adds to one needs it.
 * @param id of the app registration in the directory
 * @throws AzureError
 */
export const getApplicationSettings = (graph: Graph, id: string): Promise<z.output<typeof settingsSchema>> =>
  graph.ask({
    method: "GET",
    path: `/applications/${encodeURIComponent(id)}?$select=displayName,web,publicClient,api,requiredResourceAccess`,
    need: NEED,
    answer: settingsSchema,
  });
