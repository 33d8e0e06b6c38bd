import { DIRECTORY_ROLES } from "../../directory/directory-roles";
import type { User } from "../../directory/model";
import { sampleGuid } from "../../directory/sample-guid";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer, oneAnswer } from "../odata/answer";
import { permit, signedInUser } from "../permissions";
import { userBody } from "./user-body";

/** Who signed in, with which directory roles, and who holds one (reference/protocols/graph.md §4). */
export const USER_OPERATIONS: readonly GraphOperation[] = [
  { method: "GET", path: "/me", handle: (call) => oneAnswer(call, "users", userBody(me(call))) },
  { method: "GET", path: "/me/memberOf/microsoft.graph.directoryRole", handle: listOwnRoles },
  {
    method: "GET",
    path: "/directoryRoles(roleTemplateId='{roleTemplateId}')/members",
    handle: listRoleMembers,
  },
];

function me(call: GraphCall): User {
  if (call.claims.idtyp === "app") throw new GraphError("delegated-only");
  permit(call, "me.read");
  const user = signedInUser(call);
  if (!user) throw new GraphError("not-found", { id: call.claims.oid });
  return user;
}

function listOwnRoles(call: GraphCall): GraphAnswer {
  const { directoryRoles } = me(call);
  const bodies = Object.entries(DIRECTORY_ROLES)
    .filter(([templateId]) => directoryRoles.includes(templateId))
    .map(([roleTemplateId, displayName]) => ({
      // A role is an object of its own in each tenant.
      id: sampleGuid(`${call.tenant.id}/role/${roleTemplateId}`),
      deletedDateTime: null,
      description: displayName,
      displayName,
      roleTemplateId,
    }));
  return listAnswer(call, "directoryRoles", bodies);
}

/** Not paged. */
function listRoleMembers(call: GraphCall): GraphAnswer {
  permit(call, "directoryRole.read");
  const template = call.params.roleTemplateId?.toLowerCase() ?? "";
  if (!(template in DIRECTORY_ROLES)) throw new GraphError("not-found", { id: template });
  const holders = call.tenant.users.filter(({ directoryRoles }) => directoryRoles.includes(template));
  const bodies = holders.map((user) => ({ "@odata.type": "#microsoft.graph.user", ...userBody(user) }));
  return listAnswer(call, "directoryObjects", bodies);
}
