import { afterAll, beforeAll, expect, it } from "vitest";
import { findServicePrincipal } from "../directory/find";
import { RESOURCE_APPS } from "../directory/microsoft-apps";
import { type GraphLab, graphContract, startGraphLab } from "../testing/graph-lab";

let lab: GraphLab;
beforeAll(async () => {
  lab = await startGraphLab();
});
afterAll(() => lab.close());

/** Asks for what must succeed, and be as described. */
async function ask(method: string, url: string, body?: object) {
  const answer = await lab.ask(method, url, body ? { body } : {});
  expect(answer.status, `${method} ${url}`).toBeLessThan(300);
  return answer.body;
}

it("serves all that is described, as it is described", async () => {
  await ask("GET", "/organization");
  await ask("GET", "/me");
  await ask("GET", "/me/memberOf/microsoft.graph.directoryRole");
  await ask("GET", "/directoryRoles(roleTemplateId='62e90394-69f5-4237-9190-012177145e10')/members");

  await ask("GET", "/applications");
  const { id, appId } = await ask("POST", "/applications", { displayName: "Named" });
  await ask("PATCH", `/applications/${id}`, { uniqueName: "named" });
  for (const path of [
    `/applications/${id}`,
    `/applications(appId='${appId}')`,
    "/applications(uniqueName='named')",
  ]) {
    await ask("GET", path);
    await ask("PATCH", path, { notes: path });
    await ask("DELETE", path);
    await ask("GET", "/directory/deletedItems/microsoft.graph.application");
    await ask("GET", `/directory/deletedItems/${id}`);
    await ask("POST", `/directory/deletedItems/${id}/restore`);
  }
  const { keyId } = await ask("POST", `/applications/${id}/addPassword`, {});
  await ask("POST", `/applications/${id}/removePassword`, { keyId });
  const [, administrator] = lab.tenant().users;
  const owner = { "@odata.id": `${lab.origin}/graph/v1.0/directoryObjects/${administrator?.id}` };
  await ask("POST", `/applications/${id}/owners/$ref`, owner);
  await ask("GET", `/applications/${id}/owners`);

  await ask("GET", "/servicePrincipals");
  for (const path of ["id", "appId"] as const) {
    const made = await ask("POST", "/servicePrincipals", { appId });
    const url = path === "id" ? `/servicePrincipals/${made.id}` : `/servicePrincipals(appId='${appId}')`;
    await ask("GET", url);
    await ask("PATCH", url, { tags: ["HideApp"] });
    await ask("DELETE", url);
  }

  const principalId = (await ask("POST", "/servicePrincipals", { appId })).id;
  const resourceId = findServicePrincipal(lab.tenant(), RESOURCE_APPS.graph.appId)?.id;
  const [{ id: appRoleId }] = RESOURCE_APPS.graph.appRoles;
  for (const list of [
    `/servicePrincipals/${resourceId}/appRoleAssignedTo`,
    `/servicePrincipals/${principalId}/appRoleAssignments`,
  ]) {
    const assignment = await ask("POST", list, { principalId, resourceId, appRoleId });
    await ask("GET", list);
    await ask("DELETE", `${list}/${assignment.id}`);
  }
  const ids = { clientId: principalId, resourceId };
  const grant = await ask("POST", "/oauth2PermissionGrants", {
    ...ids,
    consentType: "AllPrincipals",
    scope: "User.Read",
  });
  await ask("GET", "/oauth2PermissionGrants");
  await ask("GET", `/oauth2PermissionGrants/${grant.id}`);
  await ask("PATCH", `/oauth2PermissionGrants/${grant.id}`, { scope: "openid" });
  await ask("DELETE", `/oauth2PermissionGrants/${grant.id}`);

  await ask("POST", "/$batch", { requests: [{ id: "1", method: "GET", url: "/me" }] });
  await ask("DELETE", `/applications/${id}`);
  await ask("DELETE", `/directory/deletedItems/${id}`);

  expect(graphContract.unused(lab.exchanges)).toEqual([]);
});
