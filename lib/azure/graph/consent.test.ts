import { describe, expect, it } from "vitest";
import { json } from "../testing/fake-azure";
import { bodyOf, graphOf, refused } from "../testing/graph-of";
import type { Scripted } from "../testing/scripted-wire";
import { ensureServicePrincipal } from "./ensure-service-principal";
import { findServicePrincipal } from "./find-service-principal";
import { grantApplicationPermission } from "./grant-application-permission";
import { grantDelegatedPermission } from "./grant-delegated-permission";
import { listRoleHolders } from "./list-role-holders";

const GRAPH = "00000003-0000-0000-c000-000000000000";
const ROLE = "7ab1d382-f21e-4acd-a863-ba3e13f7da61";
const CLIENT = "11110000-1b1b-4c2c-8d3d-4e4e4e4e4e4e";
const RESOURCE = "22220000-1b1b-4c2c-8d3d-4e4e4e4e4e4e";
const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";

const PRINCIPAL = {
  id: RESOURCE,
  appId: GRAPH,
  displayName: "Microsoft Graph",
  appRoles: [
    { id: ROLE, value: "Directory.Read.All", isEnabled: true },
    { id: CLIENT, value: "Retired.Read.All", isEnabled: false },
  ],
  oauth2PermissionScopes: [{ id: CLIENT, value: "User.Read", isEnabled: true }],
};
const NONE = json({ value: [] });

describe("a service principal", () => {
  it("tells what it offers by name: the ids differ from tenant to tenant", async () => {
    const found = await findServicePrincipal(graphOf(() => json({ value: [PRINCIPAL] })).graph, GRAPH);
    expect(found?.id).toBe(RESOURCE);
    expect([...(found?.appRoles ?? [])]).toEqual([["Directory.Read.All", ROLE]]);
    expect(found?.scopes.get("User.Read")).toBe(CLIENT);
  });

  it("is made when it is missing, and left alone when it is not", async () => {
    const missing = graphOf((what) => (what.startsWith("GET") ? NONE : json(PRINCIPAL, 201)));
    expect((await ensureServicePrincipal(missing.graph, GRAPH)).id).toBe(RESOURCE);
    expect(bodyOf(missing.wire.sent.at(-1))).toEqual({ appId: GRAPH });
    const there = graphOf(() => json({ value: [PRINCIPAL] }));
    await ensureServicePrincipal(there.graph, GRAPH);
    expect(there.wire.sent).toHaveLength(1);
  });

  it("that somebody else made in the meantime is taken", async () => {
    const { graph } = graphOf((what, index) => {
      if (what.startsWith("POST")) return refused("Request_MultipleObjectsWithSameKeyValue", 409);
      return index === 0 ? NONE : json({ value: [PRINCIPAL] });
    });
    expect((await ensureServicePrincipal(graph, GRAPH)).id).toBe(RESOURCE);
  });
});

describe("an application permission", () => {
  const permission = { clientId: CLIENT, resourceId: RESOURCE, appRoleId: ROLE };
  const granted = json({ value: [{ id: "assignment", resourceId: RESOURCE, appRoleId: ROLE }] });
  const grants = (what: string, assignments: Scripted, post: Scripted) => {
    if (what.startsWith("POST")) return post;
    return what.endsWith("/appRoleAssignments") ? assignments : NONE;
  };

  it("is granted at the service principal of the API", async () => {
    const { graph, wire, asked } = graphOf((what) => grants(what, NONE, json({ id: "new" }, 201)));
    await grantApplicationPermission(graph, permission);
    expect(asked().at(-1)).toBe(`POST /servicePrincipals/${RESOURCE}/appRoleAssignedTo`);
    expect(bodyOf(wire.sent.at(-1))).toEqual({ principalId: CLIENT, resourceId: RESOURCE, appRoleId: ROLE });
  });

  it("that is there already stays as it is", async () => {
    const { graph, asked } = graphOf((what) => grants(what, granted, refused("Request_BadRequest", 400)));
    await grantApplicationPermission(graph, permission);
    expect(asked().filter((request) => request.startsWith("POST"))).toEqual([]);
  });

  it("whose grant was done by an attempt that got no answer is there", async () => {
    let posts = 0;
    const { graph, time } = graphOf((what) => {
      if (what.startsWith("POST"))
        return posts++ === 0 ? { fails: "connection-lost" } : refused("Request_BadRequest", 400);
      return grants(what, posts === 0 ? NONE : granted, NONE);
    });
    await time.pass(grantApplicationPermission(graph, permission));
    expect(posts).toBe(2);
  });

  it("that may not be granted names who may", async () => {
    const { graph } = graphOf(
      (what) => grants(what, NONE, refused("Authorization_RequestDenied", 403)),
      "administrator",
    );
    await expect(grantApplicationPermission(graph, permission)).rejects.toMatchObject({
      code: "directory-role-missing",
      params: { allowedTo: "Privileged Role Administrator, Global Administrator" },
    });
  });
});

describe("a delegated permission", () => {
  const permission = { clientId: CLIENT, resourceId: RESOURCE, scope: "user_impersonation" };
  const grant = (scope: string, principalId: string | null = null) =>
    json({ value: [{ id: "grant-1", resourceId: RESOURCE, scope, principalId }] });
  const answering = (grants: Scripted) =>
    graphOf((what) => {
      if (!what.startsWith("GET"))
        return what.startsWith("PATCH") ? { status: 204 } : json({ id: "new" }, 201);
      return what.endsWith("/oauth2PermissionGrants") ? grants : NONE;
    });

  it("is granted for everybody", async () => {
    const { graph, wire } = answering(NONE);
    await grantDelegatedPermission(graph, permission);
    expect(bodyOf(wire.sent.at(-1))).toEqual({
      clientId: CLIENT,
      consentType: "AllPrincipals",
      resourceId: RESOURCE,
      scope: "user_impersonation",
    });
  });

  it("is added to those that are there", async () => {
    const { graph, wire, asked } = answering(grant("User.Read openid"));
    await grantDelegatedPermission(graph, permission);
    expect(asked().at(-1)).toBe("PATCH /oauth2PermissionGrants/grant-1");
    expect(bodyOf(wire.sent.at(-1))).toEqual({ scope: "User.Read openid user_impersonation" });
  });

  it("that everybody has is not granted again; what one person consented to is not everybody's", async () => {
    const all = answering(grant("user_impersonation"));
    await grantDelegatedPermission(all.graph, permission);
    expect(all.asked().every((request) => request.startsWith("GET"))).toBe(true);
    const one = answering(grant("user_impersonation", CLIENT));
    await grantDelegatedPermission(one.graph, permission);
    expect(one.asked().at(-1)).toBe("POST /oauth2PermissionGrants");
  });
});

describe("the holders of a directory role", () => {
  it("have names", async () => {
    const ada = { id: CLIENT, displayName: "Ada", userPrincipalName: "ada@contoso.com" };
    const { graph, asked } = graphOf(() => json({ value: [ada] }));
    expect(await listRoleHolders(graph, GLOBAL_ADMINISTRATOR)).toEqual([
      { id: CLIENT, name: "Ada", username: "ada@contoso.com" },
    ]);
    expect(asked()[0]).toContain(`/directoryRoles(roleTemplateId='${GLOBAL_ADMINISTRATOR}')/members?`);
  });

  it("are none where the role was never given to anybody", async () => {
    const { graph } = graphOf(() => refused("Request_ResourceNotFound", 404));
    expect(await listRoleHolders(graph, GLOBAL_ADMINISTRATOR)).toEqual([]);
  });
});
