import { afterAll, beforeAll, expect, it } from "vitest";
import { type ApiLab, startApiLab } from "../testing/api-lab";
import { runClient } from "../testing/clients/run-client";
import { graphRoutes } from "./graph-routes";

let lab: ApiLab;
beforeAll(async () => {
  lab = await startApiLab(graphRoutes);
});
afterAll(() => lab.close());

it("is Microsoft Graph to Microsoft's own client, which waits when it is throttled", async () => {
  lab.faults.switchOn({
    fault: "too-many-requests",
    path: "/graph/v1.0/organization",
    retryAfterSeconds: 1,
    times: 1,
  });
  const token = lab.userToken("global.admin", "graph");
  expect(await runClient("graph-clients.ts", lab, { LAB_TOKEN: token })).toEqual([
    "Contoso",
    [{ displayName: "CMG-ServerApp", publicClient: { redirectUris: ["http://localhost"] } }],
    [40, true],
    "Microsoft Graph",
    ["Global Administrator"],
    [
      ["1", 200],
      ["2", 200],
    ],
    [404, "Request_ResourceNotFound"],
  ]);
  expect(lab.faults.list()).toEqual([]);
});
