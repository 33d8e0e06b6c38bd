import type { Application, Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer, oneAnswer } from "../odata/answer";
import { permit } from "../permissions";
import { removePrincipal } from "../service-principals/remove-principal";
import { applicationBody } from "./application-body";
import { applicationOf } from "./find-application";

const BIN = "/directory/deletedItems";

/** Deleted app registrations can be restored (reference/protocols/graph.md §3.2). */
export const DELETED_ITEM_OPERATIONS: readonly GraphOperation[] = [
  { method: "GET", path: `${BIN}/microsoft.graph.application`, handle: listDeleted },
  { method: "GET", path: `${BIN}/{id}`, handle: getDeleted },
  { method: "POST", path: `${BIN}/{id}/restore`, handle: restore },
  { method: "DELETE", path: `${BIN}/{id}`, handle: deleteForGood },
];

/** Its service principal and what that was granted go at once, and do not come back with it. */
export async function deleteApplication(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant } = call;
  permit(call, "application.change", applicationOf(call).owners);
  await service.directory.change(tenant.id, (draft) => {
    const application = applicationOf(call, draft);
    draft.applications = draft.applications.filter(({ id }) => id !== application.id);
    draft.deletedApplications.push({ ...application, deletedDateTime: service.now().toISOString() });
    const principal = draft.servicePrincipals.find(({ appId }) => appId === application.appId);
    if (principal) removePrincipal(draft, principal.id);
  });
  return { status: 204 };
}

function listDeleted(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  const bodies = call.tenant.deletedApplications.map(deletedBody);
  return listAnswer(call, "applications", bodies, ["id", "appId", "displayName", "uniqueName"]);
}

function getDeleted(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  const body = {
    "@odata.type": "#microsoft.graph.application",
    ...deletedBody(deletedOf(call, call.tenant)),
  };
  return oneAnswer(call, "directoryObjects", body);
}

async function restore(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "application.change", deletedOf(call, call.tenant).owners);
  const restored = await call.service.directory.change(call.tenant.id, (draft) => {
    const { deletedDateTime, ...application } = takeDeleted(call, draft);
    draft.applications.push(application);
    return application;
  });
  const body = { "@odata.type": "#microsoft.graph.application", ...applicationBody(restored) };
  return oneAnswer(call, "directoryObjects", body);
}

async function deleteForGood(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "application.change", deletedOf(call, call.tenant).owners);
  await call.service.directory.change(call.tenant.id, (draft) => {
    takeDeleted(call, draft);
  });
  return { status: 204 };
}

function takeDeleted(call: GraphCall, draft: Tenant) {
  const deleted = deletedOf(call, draft);
  draft.deletedApplications = draft.deletedApplications.filter(({ id }) => id !== deleted.id);
  return deleted;
}

function deletedOf({ params }: GraphCall, { deletedApplications }: Tenant) {
  const deleted = deletedApplications.find(({ id }) => id === params.id?.toLowerCase());
  if (!deleted) throw new GraphError("not-found", { id: params.id ?? "" });
  return deleted;
}

const deletedBody = ({ deletedDateTime, ...application }: Application & { deletedDateTime: string }) =>
  applicationBody(application, deletedDateTime);
