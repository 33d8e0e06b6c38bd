import { afterAll, beforeAll, expect, it } from "vitest";
import { type ApiLab, startApiLab } from "../testing/api-lab";
import { runClient } from "../testing/clients/run-client";
import { API_VERSIONS } from "./api-versions";
import { armRoutes } from "./arm-routes";

let lab: ApiLab;
beforeAll(async () => {
  lab = await startApiLab(armRoutes);
});
afterAll(() => lab.close());

it("is Azure Resource Manager to Microsoft's own clients", async () => {
  const token = lab.userToken("global.admin", "arm");
  expect(await runClient("arm-clients.ts", lab, { LAB_TOKEN: token })).toEqual({
    names: [
      "Contoso Production",
      "Netherlands",
      "rg-log-analytics",
      "rg-cloud-services",
      "rg-new",
      "exists: false",
      "Registered",
      "ResourceGroupNotFound",
      "contoso.com",
    ],
    // They send the newest of what is spoken here.
    versions: [API_VERSIONS.subscriptions.at(-1), API_VERSIONS.resources.at(-1)],
  });
});
