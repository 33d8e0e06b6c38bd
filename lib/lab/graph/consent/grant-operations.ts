import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer, oneAnswer } from "../odata/answer";
import { parseBody } from "../parse-body";
import { permit } from "../permissions";

type Grant = Tenant["oauth2PermissionGrants"][number];

const GRANT = "/oauth2PermissionGrants/{id}";
const FILTERABLE = ["clientId", "consentType", "principalId", "resourceId"];

const guid = z.guid().toLowerCase();
const scope = z.string().max(3850);
const common = { clientId: guid, resourceId: guid, scope };
const createBody = z.discriminatedUnion("consentType", [
  z.strictObject({
    consentType: z.literal("AllPrincipals"),
    principalId: z.null().default(null),
    ...common,
  }),
  z.strictObject({ consentType: z.literal("Principal"), principalId: guid, ...common }),
]);
const patchBody = z.strictObject({ scope });

/** Delegated permissions that were granted, to one user or for all (reference/protocols/graph.md §4). */
export const GRANT_OPERATIONS: readonly GraphOperation[] = [
  { method: "GET", path: "/oauth2PermissionGrants", handle: list },
  { method: "POST", path: "/oauth2PermissionGrants", handle: create },
  { method: "GET", path: GRANT, handle: read },
  { method: "PATCH", path: GRANT, handle: update },
  { method: "DELETE", path: GRANT, handle: remove },
];

function list(call: GraphCall): GraphAnswer {
  permit(call, "permissionGrant.read");
  return listAnswer(call, "oauth2PermissionGrants", call.tenant.oauth2PermissionGrants, FILTERABLE);
}

function read(call: GraphCall): GraphAnswer {
  permit(call, "permissionGrant.read");
  return oneAnswer(call, "oauth2PermissionGrants", grantOf(call, call.tenant));
}

async function create(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant } = call;
  permit(call, "permissionGrant.write");
  const wanted = parseBody(createBody, call.body, "OAuth2PermissionGrant");
  for (const id of [wanted.clientId, wanted.resourceId])
    if (!tenant.servicePrincipals.some((principal) => principal.id === id))
      throw new GraphError("not-found", { id });
  if (wanted.principalId !== null && !tenant.users.some(({ id }) => id === wanted.principalId))
    throw new GraphError("not-found", { id: wanted.principalId });
  const grant: Grant = { id: randomBytes(32).toString("base64url"), ...wanted };
  await service.directory.change(tenant.id, ({ oauth2PermissionGrants }) => {
    const isSame = (other: Grant) =>
      other.clientId === grant.clientId &&
      other.resourceId === grant.resourceId &&
      other.principalId === grant.principalId;
    if (oauth2PermissionGrants.some(isSame)) throw new GraphError("grant-exists");
    oauth2PermissionGrants.push(grant);
  });
  return oneAnswer(call, "oauth2PermissionGrants", grant, 201);
}

async function update(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "permissionGrant.write");
  const changes = parseBody(patchBody, call.body, "OAuth2PermissionGrant");
  await call.service.directory.change(call.tenant.id, (draft) => {
    grantOf(call, draft).scope = changes.scope;
  });
  return { status: 204 };
}

async function remove(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "permissionGrant.write");
  await call.service.directory.change(call.tenant.id, (draft) => {
    const { id } = grantOf(call, draft);
    draft.oauth2PermissionGrants = draft.oauth2PermissionGrants.filter((grant) => grant.id !== id);
  });
  return { status: 204 };
}

function grantOf({ params }: GraphCall, { oauth2PermissionGrants }: Tenant): Grant {
  const grant = oauth2PermissionGrants.find(({ id }) => id === params.id);
  if (!grant) throw new GraphError("not-found", { id: params.id ?? "" });
  return grant;
}
