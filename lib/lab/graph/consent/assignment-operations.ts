import { randomBytes } from "node:crypto";
import { z } from "zod";
import { publishedBy } from "../../directory/find";
import { RESOURCE_APPS } from "../../directory/microsoft-apps";
import type { AppRole, ServicePrincipal, Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer, oneAnswer } from "../odata/answer";
import { parseBody } from "../parse-body";
import { permit } from "../permissions";
import { principalOf } from "../service-principals/principal-operations";

type Assignment = Tenant["appRoleAssignments"][number];

/** Stands for access as such, to an app that has no roles. */
const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

/** The two sides that an assignment can be seen from, and what of it the path names. */
const SIDES = [
  { name: "appRoleAssignedTo", own: "resourceId" },
  { name: "appRoleAssignments", own: "principalId" },
] as const;

const id = z.guid().toLowerCase();
const createBody = z.strictObject({ principalId: id, resourceId: id, appRoleId: id });

/** Application permissions that were granted, and who was let into an app (reference/protocols/graph.md §4). */
export const ASSIGNMENT_OPERATIONS: readonly GraphOperation[] = SIDES.flatMap(({ name, own }) =>
  ["/servicePrincipals/{id}", "/servicePrincipals(appId='{appId}')"].flatMap((path) => [
    { method: "GET", path: `${path}/${name}`, handle: (call: GraphCall) => list(call, own) },
    { method: "POST", path: `${path}/${name}`, handle: (call: GraphCall) => create(call, own) },
    {
      method: "DELETE",
      path: `${path}/${name}/{assignmentId}`,
      handle: (call: GraphCall) => remove(call, own),
    },
  ]),
);

function list(call: GraphCall, own: (typeof SIDES)[number]["own"]): GraphAnswer {
  permit(call, "appRoleAssignment.read");
  const principal = principalOf(call);
  const bodies = call.tenant.appRoleAssignments
    .filter((assignment) => assignment[own] === principal.id)
    .map((assignment) => assignmentBody(call.tenant, assignment));
  return listAnswer(call, "appRoleAssignments", bodies, ["resourceId", "principalId", "appRoleId"]);
}

async function create(call: GraphCall, own: (typeof SIDES)[number]["own"]): Promise<GraphAnswer> {
  const { service, tenant } = call;
  const wanted = parseBody(createBody, call.body, "AppRoleAssignment");
  const named = principalOf(call);
  if (wanted[own] !== named.id)
    throw new GraphError("property-invalid", { property: own, resource: "AppRoleAssignment" });
  const resource = tenant.servicePrincipals.find((principal) => principal.id === wanted.resourceId);
  if (!resource) throw new GraphError("not-found", { id: wanted.resourceId });
  const { type } = assigneeOf(tenant, wanted.principalId) ?? {};
  if (!type) throw new GraphError("not-found", { id: wanted.principalId });
  permitGrant(call, resource, type);
  if (!isOffered(tenant, resource, wanted.appRoleId, type))
    throw new GraphError("permission-unknown", { resource: resource.displayName });
  const assignment = {
    // Opaque, and as long as Graph's own.
    id: randomBytes(32).toString("base64url"),
    createdDateTime: service.now().toISOString(),
    principalType: type,
    ...wanted,
  };
  await service.directory.change(tenant.id, ({ appRoleAssignments }) => {
    if (appRoleAssignments.some((other) => isSame(other, assignment)))
      throw new GraphError("assignment-exists");
    appRoleAssignments.push(assignment);
  });
  return oneAnswer(call, "appRoleAssignments", assignmentBody(tenant, assignment), 201);
}

async function remove(call: GraphCall, own: (typeof SIDES)[number]["own"]): Promise<GraphAnswer> {
  const { service, tenant, params } = call;
  const named = principalOf(call);
  const assignment = tenant.appRoleAssignments.find(
    (one) => one.id === params.assignmentId && one[own] === named.id,
  );
  if (!assignment) throw new GraphError("not-found", { id: params.assignmentId ?? "" });
  const resource = tenant.servicePrincipals.find((principal) => principal.id === assignment.resourceId);
  if (resource) permitGrant(call, resource, assignment.principalType);
  await service.directory.change(tenant.id, (draft) => {
    draft.appRoleAssignments = draft.appRoleAssignments.filter((one) => one.id !== assignment.id);
  });
  return { status: 204 };
}

/** Application permissions of Graph are not for application administrators to grant. */
function permitGrant(call: GraphCall, { appId }: ServicePrincipal, type: Assignment["principalType"]): void {
  const isOfGraph = appId === RESOURCE_APPS.graph.appId && type === "ServicePrincipal";
  permit(call, isOfGraph ? "graphPermission.write" : "appRoleAssignment.write");
}

function isOffered(
  tenant: Tenant,
  resource: ServicePrincipal,
  appRoleId: string,
  type: Assignment["principalType"],
): boolean {
  const { appRoles } = publishedBy(tenant, resource);
  if (appRoleId === DEFAULT_ACCESS) return true;
  const memberType: AppRole["allowedMemberTypes"][number] =
    type === "ServicePrincipal" ? "Application" : "User";
  return appRoles.some(
    (role) => role.id === appRoleId && role.isEnabled && role.allowedMemberTypes.includes(memberType),
  );
}

const isSame = (one: Assignment, other: Assignment): boolean =>
  one.principalId === other.principalId &&
  one.resourceId === other.resourceId &&
  one.appRoleId === other.appRoleId;

function assigneeOf(
  tenant: Tenant,
  principalId: string,
): { type: Assignment["principalType"]; displayName: string } | undefined {
  const isIt = (object: { id: string }) => object.id === principalId;
  const principal = tenant.servicePrincipals.find(isIt);
  if (principal) return { type: "ServicePrincipal", displayName: principal.displayName };
  const user = tenant.users.find(isIt);
  if (user) return { type: "User", displayName: user.displayName };
  const group = tenant.groups.find(isIt);
  return group && { type: "Group", displayName: group.displayName };
}

const assignmentBody = (tenant: Tenant, assignment: Assignment) => ({
  id: assignment.id,
  deletedDateTime: null,
  appRoleId: assignment.appRoleId,
  createdDateTime: assignment.createdDateTime,
  principalDisplayName: assigneeOf(tenant, assignment.principalId)?.displayName ?? null,
  principalId: assignment.principalId,
  principalType: assignment.principalType,
  resourceDisplayName:
    tenant.servicePrincipals.find((principal) => principal.id === assignment.resourceId)?.displayName ?? null,
  resourceId: assignment.resourceId,
});
