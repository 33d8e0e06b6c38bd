import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { listAnswer, oneAnswer } from "../odata/answer";
import { permit } from "../permissions";
import { isReplicated } from "../replication";
import { applicationBody } from "./application-body";
import { createApplication, updateApplication } from "./create-application";
import { DELETED_ITEM_OPERATIONS, deleteApplication } from "./delete-application";
import { APPLICATION_PATHS, applicationOf } from "./find-application";
import { OWNER_OPERATIONS } from "./owners";
import { PASSWORD_OPERATIONS } from "./passwords";

const FILTERABLE = ["id", "appId", "displayName", "identifierUris", "uniqueName", "signInAudience", "tags"];

/** App registrations (reference/protocols/graph.md §3). */
export const APPLICATION_OPERATIONS: readonly GraphOperation[] = [
  { method: "GET", path: "/applications", handle: listApplications },
  { method: "POST", path: "/applications", handle: createApplication },
  ...APPLICATION_PATHS.flatMap((path) => [
    { method: "GET", path, handle: getApplication },
    { method: "PATCH", path, handle: updateApplication },
    { method: "DELETE", path, handle: deleteApplication },
  ]),
  ...PASSWORD_OPERATIONS,
  ...OWNER_OPERATIONS,
  ...DELETED_ITEM_OPERATIONS,
];

function listApplications(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  const known = call.tenant.applications.filter(({ createdDateTime }) => isReplicated(call, createdDateTime));
  const bodies = known.map((application) => applicationBody(application));
  return listAnswer(call, "applications", bodies, FILTERABLE);
}

function getApplication(call: GraphCall): GraphAnswer {
  permit(call, "application.read");
  return oneAnswer(call, "applications", applicationBody(applicationOf(call)));
}
