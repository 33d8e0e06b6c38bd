import { describe, expect, it } from "vitest";
import { json } from "../testing/fake-azure";
import { bodyOf, graphOf, refused } from "../testing/graph-of";
import { createApplication } from "./create-application";
import { deleteApplication } from "./delete-application";
import { findApplication } from "./find-application";
import { updateApplication } from "./update-application";

const APPLICATION = {
  id: "0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e",
  appId: "99999999-8888-4777-8666-555555555555",
  displayName: "ConfigMgr Server App",
  identifierUris: ["api://contoso"],
};
const { id, appId } = APPLICATION;

describe("an app registration", () => {
  it.each([
    [{ appId }, `appId eq '${appId}'`],
    [{ uniqueName: "it's ours" }, "uniqueName eq 'it''s ours'"],
    [{ identifierUri: "https://ConfigMgrService" }, "identifierUris/any(u:u eq 'https://ConfigMgrService')"],
  ])("is found by %j", async (key, filter) => {
    const { graph, asked } = graphOf(() => json({ value: [APPLICATION] }));
    expect(await findApplication(graph, key)).toEqual(APPLICATION);
    expect(asked()).toEqual([
      `GET /applications?$filter=${filter}&$select=id,appId,displayName,identifierUris`,
    ]);
  });

  it("that is not there is none", async () => {
    expect(await findApplication(graphOf(() => json({ value: [] })).graph, { appId })).toBeNull();
  });

  it("is made once, whatever becomes of the answer", async () => {
    const { graph, wire, time, asked } = graphOf((what, index) => {
      if (index === 0) return { fails: "connection-lost" };
      return what.startsWith("PATCH") ? { status: 204 } : json(APPLICATION);
    });
    const settings = { displayName: APPLICATION.displayName, signInAudience: "AzureADMyOrg" } as const;
    expect(await time.pass(createApplication(graph, "scp/one", settings))).toEqual(APPLICATION);
    expect(asked().map((request) => request.split("?")[0])).toEqual([
      "PATCH /applications(uniqueName='scp/one')",
      "PATCH /applications(uniqueName='scp/one')",
      "GET /applications(uniqueName='scp/one')",
    ]);
    expect(wire.sent[0]?.headers?.prefer).toBe("create-if-missing");
    expect(bodyOf(wire.sent[0])).toEqual(settings);
  });

  it("that is new is answered at once", async () => {
    const { graph, wire } = graphOf(() => json({ ...APPLICATION, passwordCredentials: [] }, 201));
    expect(await createApplication(graph, "one", { displayName: "ConfigMgr Server App" })).toEqual(
      APPLICATION,
    );
    expect(wire.sent).toHaveLength(1);
  });

  it("is changed in what is given", async () => {
    const { graph, wire, asked } = graphOf(() => ({ status: 204 }));
    await updateApplication(graph, id, { identifierUris: [`api://${appId}`] });
    expect(asked()).toEqual([`PATCH /applications/${id}`]);
    expect(bodyOf(wire.sent[0])).toEqual({ identifierUris: [`api://${appId}`] });
  });

  it("is deleted, and for good when its App ID URI is to be free again", async () => {
    const { graph, asked } = graphOf(() => ({ status: 204 }));
    await deleteApplication(graph, id, { forGood: false });
    await deleteApplication(graph, id, { forGood: true });
    expect(asked()).toEqual([
      `DELETE /applications/${id}`,
      `DELETE /applications/${id}`,
      `DELETE /directory/deletedItems/${id}`,
    ]);
  });

  it("that is gone counts as deleted; one that may not be deleted does not", async () => {
    const gone = graphOf(() => refused("Request_ResourceNotFound", 404));
    await deleteApplication(gone.graph, id, { forGood: true });
    const forbidden = graphOf(() => refused("Authorization_RequestDenied", 403), "administrator");
    await expect(deleteApplication(forbidden.graph, id, { forGood: true })).rejects.toMatchObject({
      code: "directory-role-missing",
    });
  });
});
