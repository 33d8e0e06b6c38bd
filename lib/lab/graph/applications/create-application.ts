import { randomUUID } from "node:crypto";
import { holdsRole } from "../../directory/directory-roles";
import { emptyApplication } from "../../directory/empty-application";
import type { Application } from "../../directory/model";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall } from "../graph-operation";
import { oneAnswer } from "../odata/answer";
import { permit, signedInUser } from "../permissions";
import { applicationBody } from "./application-body";
import { type ApplicationSettings, parseSettings, withSettings } from "./application-settings";
import { checkApplication } from "./check-application";
import { applicationOf, findNamed } from "./find-application";

export async function createApplication(call: GraphCall): Promise<GraphAnswer> {
  permit(call, "application.create");
  return create(call, parseSettings(call.body));
}

/** Changes an app registration; with `Prefer: create-if-missing` and its unique name it is made if there is none. */
export async function updateApplication(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant, params, headers } = call;
  const changes = parseSettings(call.body);
  const { uniqueName } = params;
  const maybeCreate = uniqueName !== undefined && /\bcreate-if-missing\b/.test(headers.prefer ?? "");
  if (maybeCreate && !findNamed(call, tenant)) {
    permit(call, "application.create");
    return create(call, { ...changes, uniqueName });
  }
  const before = maybeCreate ? findNamed(call, tenant) : applicationOf(call);
  permit(call, "application.change", before?.owners);
  await service.directory.change(tenant.id, (draft) => {
    const index = draft.applications.findIndex(({ id }) => id === before?.id);
    const current = draft.applications[index];
    if (!current) throw new GraphError("not-found", { id: before?.id ?? "" });
    const after = withSettings(current, changes);
    checkApplication(draft, after, current);
    draft.applications[index] = after;
    const principal = draft.servicePrincipals.find(({ appId }) => appId === after.appId);
    if (principal) principal.displayName = after.displayName;
  });
  return { status: 204 };
}

async function create(call: GraphCall, settings: ApplicationSettings): Promise<GraphAnswer> {
  const { service, tenant } = call;
  const { displayName } = settings;
  if (displayName === undefined)
    throw new GraphError("property-missing", { property: "displayName", resource: "Application" });
  const application = withSettings(newApplication(call, displayName), settings);
  await service.directory.change(tenant.id, (draft) => {
    checkApplication(draft, application);
    draft.applications.push(application);
  });
  return oneAnswer(call, "applications", applicationBody(application), 201);
}

const newApplication = (call: GraphCall, displayName: string): Application => ({
  ...emptyApplication({
    id: randomUUID(),
    appId: randomUUID(),
    displayName,
    createdDateTime: call.service.now().toISOString(),
    publisherDomain: call.tenant.verifiedDomains.find(({ isDefault }) => isDefault)?.name ?? "",
  }),
  owners: ownersOf(call),
});

/** Whoever makes an app owns it, except for administrators of all apps, who need not. */
function ownersOf(call: GraphCall): string[] {
  const user = signedInUser(call);
  const isAdministrator =
    user && holdsRole(user, "Application Administrator", "Cloud Application Administrator");
  return isAdministrator ? [] : [call.claims.oid];
}
