import { randomUUID } from "node:crypto";
import { z } from "zod";
import { findApplication, findServicePrincipal } from "../../directory/find";
import {
  MICROSOFT_CLIENTS,
  MICROSOFT_TENANT_ID,
  RESOURCE_APPS,
  type ResourceApp,
} from "../../directory/microsoft-apps";
import type { ServicePrincipal, Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer, oneAnswer } from "../odata/answer";
import { parseBody } from "../parse-body";
import { permit } from "../permissions";
import { isReplicated } from "../replication";
import { principalBody } from "./principal-body";
import { removePrincipal } from "./remove-principal";

const PATHS = ["/servicePrincipals/{id}", "/servicePrincipals(appId='{appId}')"] as const;
const FILTERABLE = ["id", "appId", "displayName", "appDisplayName", "servicePrincipalNames", "tags"];

const settings = z
  .strictObject({
    accountEnabled: z.boolean(),
    appRoleAssignmentRequired: z.boolean(),
    tags: z.array(z.string()),
  })
  .partial();
const createBody = settings.extend({ appId: z.guid().toLowerCase() });

/** What an app is in a tenant: it can be granted something (reference/protocols/graph.md §4). */
export const PRINCIPAL_OPERATIONS: readonly GraphOperation[] = [
  { method: "GET", path: "/servicePrincipals", handle: listPrincipals },
  { method: "POST", path: "/servicePrincipals", handle: createPrincipal },
  ...PATHS.flatMap((path) => [
    { method: "GET", path, handle: getPrincipal },
    { method: "PATCH", path, handle: updatePrincipal },
    { method: "DELETE", path, handle: deletePrincipal },
  ]),
];

/** @throws GraphError 404 */
export function principalOf(call: GraphCall, tenant: Tenant = call.tenant): ServicePrincipal {
  const { id, appId } = call.params;
  const principal = tenant.servicePrincipals.find((one) =>
    id === undefined ? one.appId === appId?.toLowerCase() : one.id === id.toLowerCase(),
  );
  if (principal && isReplicated(call, principal.createdDateTime)) return principal;
  throw new GraphError("not-found", { id: id ?? appId ?? "" });
}

/** Owners of the app that it belongs to, when that is one of the tenant's own. */
const ownersOf = (tenant: Tenant, appId: string): readonly string[] =>
  findApplication(tenant, appId)?.owners ?? [];

function listPrincipals(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  const { servicePrincipals } = call.tenant;
  const known = servicePrincipals.filter(({ createdDateTime }) => isReplicated(call, createdDateTime));
  const bodies = known.map((principal) => principalBody(call.tenant, principal));
  return listAnswer(call, "servicePrincipals", bodies, FILTERABLE);
}

function getPrincipal(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  return oneAnswer(call, "servicePrincipals", principalBody(call.tenant, principalOf(call)));
}

async function createPrincipal(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant } = call;
  const { appId, ...changes } = parseBody(createBody, call.body, "ServicePrincipal");
  permit(call, "application.change", ownersOf(tenant, appId));
  const principal = { ...newPrincipal(call, appId), ...changes };
  await service.directory.change(tenant.id, (draft) => {
    if (findServicePrincipal(draft, appId)) throw new GraphError("principal-exists", { appId });
    draft.servicePrincipals.push(principal);
  });
  return oneAnswer(call, "servicePrincipals", principalBody(tenant, principal), 201);
}

async function updatePrincipal(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "application.change", ownersOf(call.tenant, principalOf(call).appId));
  const changes = parseBody(settings, call.body, "ServicePrincipal");
  await call.service.directory.change(call.tenant.id, (draft) => {
    Object.assign(principalOf(call, draft), changes);
  });
  return { status: 204 };
}

async function deletePrincipal(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "application.change", ownersOf(call.tenant, principalOf(call).appId));
  await call.service.directory.change(call.tenant.id, (draft) => {
    removePrincipal(draft, principalOf(call, draft).id);
  });
  return { status: 204 };
}

function newPrincipal(call: GraphCall, appId: string): ServicePrincipal {
  const publisher = publisherOf(call, appId);
  if (!publisher) throw new GraphError("app-unknown", { appId });
  const { displayName, owner, resource } = publisher;
  return {
    id: randomUUID(),
    appId,
    displayName,
    createdDateTime: call.service.now().toISOString(),
    appOwnerOrganizationId: owner,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    tags: [],
    servicePrincipalNames: [appId, ...(resource?.names ?? [])],
    appRoles: [...(resource?.appRoles ?? [])],
    oauth2PermissionScopes: [...(resource?.scopes ?? [])],
  };
}

interface Publisher {
  displayName: string;
  /** Id of its tenant. */
  owner: string;
  resource?: ResourceApp;
}

/** An app of this tenant, or one of Microsoft's; those of other tenants stay there. */
function publisherOf(call: GraphCall, appId: string): Publisher | undefined {
  const own = findApplication(call.tenant, appId);
  if (own) {
    const isKnown = isReplicated(call, own.createdDateTime);
    return isKnown ? { displayName: own.displayName, owner: call.tenant.id } : undefined;
  }
  const owner = MICROSOFT_TENANT_ID;
  const resource = Object.values(RESOURCE_APPS).find((app) => app.appId === appId);
  if (resource) return { displayName: resource.displayName, owner, resource };
  const client = MICROSOFT_CLIENTS.find((app) => app.appId === appId);
  return client && { displayName: client.displayName, owner };
}
