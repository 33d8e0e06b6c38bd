import type { Application, Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphCall } from "../graph-operation";
import { isReplicated } from "../replication";

/** The ways to name an app registration in a path. */
export const APPLICATION_PATHS = [
  "/applications/{id}",
  "/applications(appId='{appId}')",
  "/applications(uniqueName='{uniqueName}')",
] as const;

/**
 * The app registration that a path names, in the tenant or in the copy of it that is being changed.
 * @throws GraphError 404, also for one that has not reached every server yet
 */
export function applicationOf(call: GraphCall, tenant: Tenant = call.tenant): Application {
  const application = findNamed(call, tenant);
  if (application && isReplicated(call, application.createdDateTime)) return application;
  const { id, appId, uniqueName } = call.params;
  throw new GraphError("not-found", { id: id ?? appId ?? uniqueName ?? "" });
}

/** The same, as the server knows it that keeps the names unique: it has heard of every creation. */
export function findNamed({ params }: GraphCall, { applications }: Tenant): Application | undefined {
  const { id, appId, uniqueName } = params;
  return applications.find((application) => {
    if (id !== undefined) return application.id === id.toLowerCase();
    return appId === undefined
      ? application.uniqueName === uniqueName
      : application.appId === appId.toLowerCase();
  });
}
