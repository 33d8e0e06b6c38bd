import { z } from "zod";
import type { Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer } from "../odata/answer";
import { parseBody } from "../parse-body";
import { permit } from "../permissions";
import { principalBody } from "../service-principals/principal-body";
import { userBody } from "../users/user-body";
import { APPLICATION_PATHS, applicationOf } from "./find-application";

const reference = z.strictObject({ "@odata.id": z.string() });
const OBJECT = /\/(?:directoryObjects|users|servicePrincipals)(?:\/|\('?)([0-9a-f-]{36})(?:'?\))?$/i;

/** Who owns an app registration: users, and service principals. */
export const OWNER_OPERATIONS: readonly GraphOperation[] = APPLICATION_PATHS.flatMap((path) => [
  { method: "GET", path: `${path}/owners`, handle: listOwners },
  { method: "POST", path: `${path}/owners/$ref`, handle: addOwner },
]);

function listOwners(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  const bodies = applicationOf(call).owners.map((owner) => ownerBody(call.tenant, owner));
  return listAnswer(
    call,
    "directoryObjects",
    bodies.filter((body) => body !== undefined),
  );
}

function ownerBody(tenant: Tenant, owner: string): Record<string, unknown> | undefined {
  const user = tenant.users.find(({ id }) => id === owner);
  if (user) return { "@odata.type": "#microsoft.graph.user", ...userBody(user) };
  const principal = tenant.servicePrincipals.find(({ id }) => id === owner);
  if (!principal) return undefined;
  // An app has none of the names of a person; whoever selects them gets nothing for it.
  const nobody = { userPrincipalName: null };
  const type = "#microsoft.graph.servicePrincipal";
  return { "@odata.type": type, ...nobody, ...principalBody(tenant, principal) };
}

async function addOwner(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant } = call;
  permit(call, "application.change", applicationOf(call).owners);
  const { "@odata.id": url } = parseBody(reference, call.body, "DirectoryObject");
  const id = OBJECT.exec(url)?.[1]?.toLowerCase();
  if (!id) throw new GraphError("property-invalid", { property: "@odata.id", resource: "DirectoryObject" });
  const isKnown = [...tenant.users, ...tenant.servicePrincipals].some((object) => object.id === id);
  if (!isKnown) throw new GraphError("not-found", { id });
  await service.directory.change(tenant.id, (draft) => {
    const { owners } = applicationOf(call, draft);
    if (owners.includes(id)) throw new GraphError("owner-exists");
    owners.push(id);
  });
  return { status: 204 };
}
