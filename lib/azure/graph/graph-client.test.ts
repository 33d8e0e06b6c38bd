import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import { json } from "../testing/fake-azure";
import { graphOf, refused } from "../testing/graph-of";
import type { Scripted } from "../testing/scripted-wire";
import { APP } from "../testing/test-session";
import { addPassword } from "./add-password";
import { getOrganization } from "./get-organization";
import { listOwners } from "./list-owners";
import { removePassword } from "./remove-password";

const ID = "0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e";
const KEY = "5f5f5f5f-1b1b-4c2c-8d3d-4e4e4e4e4e4e";
const YEAR = new Date("2021-04-20T00:00:00Z");

const NOT_READABLE: [string, Scripted][] = [
  ["another shape", json({ value: [{ id: 7 }] })],
  ["no JSON", { status: 200, headers: { "content-type": "application/json" }, body: "<html>" }],
  ["a page of a gateway", { status: 200, headers: { "content-type": "text/html" }, body: "<html>" }],
  ["nothing", { status: 204 }],
];

describe("Graph", () => {
  it("is asked with the token of whoever asks, below the environment's address", async () => {
    const verifiedDomains = [{ name: "contoso.com", isDefault: true, isInitial: true }];
    const { graph, wire } = graphOf(() =>
      json({ value: [{ id: ID, displayName: "Contoso", verifiedDomains }] }),
    );
    const organization = await getOrganization(graph);
    expect(organization).toEqual({ tenantId: ID, name: "Contoso", defaultDomain: "contoso.com" });
    expect(wire.sent[0]?.url).toMatch(/^https:\/\/cloud\.example\/graph\/v1\.0\/organization\?/);
    expect(wire.sent[0]?.headers?.authorization).toBe("Bearer graph-token");
  });

  it.each(NOT_READABLE)("that answers %s is not believed", async (_what, answer) => {
    await expect(getOrganization(graphOf(() => answer).graph)).rejects.toMatchObject({
      code: "azure-answer-invalid",
    });
  });

  it("is followed from page to page", async () => {
    const page = (id: string, more: object) =>
      json({ value: [{ id, displayName: id, userPrincipalName: null }], ...more });
    const next = `https://cloud.example/graph/v1.0/applications/${ID}/owners?$skiptoken=a%2Bb`;
    const { graph, wire } = graphOf((_what, index) =>
      page(index === 0 ? ID : KEY, index === 0 ? { "@odata.nextLink": next } : {}),
    );
    expect((await listOwners(graph, ID)).map(({ id }) => id)).toEqual([ID, KEY]);
    expect(wire.sent[1]?.url).toBe(next);
  });

  it.each(["https://evil.example/graph/v1.0/owners", "https://cloud.example/arm/owners"])(
    "is not followed to %s",
    async (next) => {
      const { graph, wire } = graphOf(() => json({ value: [], "@odata.nextLink": next }));
      await expect(listOwners(graph, ID)).rejects.toMatchObject({ code: "endpoint-refused" });
      expect(wire.sent).toHaveLength(1);
    },
  );

  it("that leads in a circle comes to an end", async () => {
    const next = "https://cloud.example/graph/v1.0/owners";
    const { graph } = graphOf(() => json({ value: [], "@odata.nextLink": next }));
    await expect(listOwners(graph, ID)).rejects.toMatchObject({ code: "azure-answer-invalid" });
  });

  it("passes on why nothing could be asked at all", async () => {
    const { graph } = graphOf(() => {
      throw new CloudRefusedError("role-offline");
    });
    await expect(getOrganization(graph)).rejects.toBeInstanceOf(CloudRefusedError);
  });
});

describe("a refusal", () => {
  it("names the permission that an app lacks, and who can grant it", async () => {
    const { graph } = graphOf(() => refused("Authorization_RequestDenied", 403));
    await expect(getOrganization(graph)).rejects.toMatchObject({
      code: "permission-missing",
      params: {
        permission: "Organization.Read.All",
        grantedBy: "Privileged Role Administrator, Global Administrator",
        azureCode: "Authorization_RequestDenied",
        appId: APP,
        requestId: "request-1",
        status: 403,
      },
    });
  });

  it("tells an administrator who could do it instead of him", async () => {
    const { graph } = graphOf(() => refused("Authorization_RequestDenied", 403), "administrator");
    await expect(addPassword(graph, ID, { name: "key", endsAt: YEAR })).rejects.toMatchObject({
      code: "directory-role-missing",
      params: {
        allowedTo:
          "owner of the application, Application Administrator, Cloud Application Administrator, Global Administrator",
      },
    });
  });

  it.each([
    ["Request_ResourceNotFound", 404, {}, "azure-object-not-found"],
    ["InvalidAuthenticationToken", 401, {}, "token-refused"],
    ["Request_MultipleObjectsWithSameKeyValue", 409, {}, "azure-object-exists"],
    ["HostNameNotOnVerifiedDomain", 400, {}, "app-id-uri-refused"],
    ["CredentialInvalidLifetimeAsPerAppPolicy", 400, {}, "secret-forbidden-by-policy"],
    ["Request_BadRequest", 400, {}, "azure-request-refused"],
    [
      "Request_BadRequest",
      400,
      { details: [{ code: "ObjectConflict", target: "identifierUris" }] },
      "app-id-uri-taken",
    ],
    [
      "Request_BadRequest",
      400,
      { details: [{ code: "ObjectConflict", target: "uniqueName" }] },
      "azure-object-exists",
    ],
    ["Unheard", 400, { innererror: { code: "HostNameNotOnVerifiedDomain" } }, "app-id-uri-refused"],
  ])("by %s with status %i (%j) is %s", async (azureCode, status, more, code) => {
    const { graph } = graphOf(() => refused(azureCode, status, more));
    await expect(getOrganization(graph)).rejects.toMatchObject({ code, params: { status } });
  });

  it.each([
    [403, "<html>proxy</html>"],
    [400, ""],
    [400, JSON.stringify({ error: { code: "a secret, said back", message: "secret" } })],
  ])("that cannot be read is still one, and nothing of it is passed on: %i %s", async (status, body) => {
    const { graph } = graphOf(() => ({ status, body }));
    await expect(getOrganization(graph)).rejects.toMatchObject({ params: { azureCode: `HTTP ${status}` } });
  });
});

describe("a secret key", () => {
  const made = {
    keyId: KEY,
    displayName: "key",
    startDateTime: "2020-04-20T10:00:00.123Z",
    endDateTime: "2021-04-20T00:00:00Z",
    hint: "q7~",
  };

  it("is made once, and said once", async () => {
    const { graph, wire } = graphOf(() => json({ ...made, secretText: "q7~8Q....secret" }));
    const password = await addPassword(graph, ID, { name: "key", endsAt: YEAR });
    expect(password).toMatchObject({ keyId: KEY, secretText: "q7~8Q....secret", endsAt: YEAR, hint: "q7~" });
    expect(wire.sent[0]?.url).toBe(`https://cloud.example/graph/v1.0/applications/${ID}/addPassword`);
    expect(JSON.parse(Buffer.from(wire.sent[0]?.body ?? "").toString())).toEqual({
      passwordCredential: { displayName: "key", endDateTime: YEAR.toISOString() },
    });
  });

  it("whose answer cannot be read is in no error", async () => {
    for (const spoiled of [{ ...made, keyId: "none" }, { ...made, endDateTime: null }, {}]) {
      const { graph } = graphOf(() => json({ ...spoiled, secretText: "q7~8Q.canary~secret" }));
      const added = addPassword(graph, ID, { name: "key", endsAt: YEAR });
      const error = await added.catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "azure-answer-invalid" });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("canary");
    }
  });

  it("is not asked for twice when nobody knows whether it was made", async () => {
    const { graph, wire } = graphOf(() => ({ fails: "connection-lost" }));
    await expect(addPassword(graph, ID, { name: "key", endsAt: YEAR })).rejects.toMatchObject({
      code: "outcome-unknown",
      params: { because: "connection-lost" },
    });
    expect(wire.sent).toHaveLength(1);
  });

  it("that is not there counts as removed", async () => {
    const { graph } = graphOf((what) =>
      what.startsWith("POST") ? refused("Request_BadRequest", 400) : json({ passwordCredentials: [] }),
    );
    await removePassword(graph, ID, KEY);
  });

  it("that is still there does not", async () => {
    const { graph } = graphOf((what) =>
      what.startsWith("POST") ? refused("Request_BadRequest", 400) : json({ passwordCredentials: [made] }),
    );
    await expect(removePassword(graph, ID, KEY)).rejects.toMatchObject({ code: "azure-request-refused" });
  });
});
