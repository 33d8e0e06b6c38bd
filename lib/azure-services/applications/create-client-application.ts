import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { parseName, parseWebUrl, typed } from "../fields";
import { requestOperation } from "../operations/request-operation";
import { findSignedIn } from "../sign-in/find-signed-in";
import { lockApplication } from "./lock-application";
import { CREATE_CLIENT_APPLICATION } from "./orders";

/** **Create Client Application** (reference/azure-services.md §4.5), in the tenant of the web app it acts at. */
export const createClientApplication = defineCommand({
  name: "create-client-application",
  action: "azure-apps.manage",
  input: z.object({ signInId: z.guid(), serverApplicationId: z.guid(), name: typed, replyUrl: typed }),
  async run(ctx, { signInId, serverApplicationId, ...entered }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const server = await lockApplication(ctx.db, serverApplicationId);
    if (server?.application.kind !== "server")
      return fail("application-not-found", { field: "serverApplicationId" });
    const name = parseName(entered.name);
    if (!name) return fail("name-malformed", { field: "name" });
    const replyUrl = parseWebUrl(entered.replyUrl);
    if (!replyUrl) return fail("url-malformed", { field: "replyUrl" });
    const { environmentId, tenantId } = server.tenant;
    const account = await findSignedIn(ctx, signInId, environmentId);
    if (!account.ok) return account;
    if (account.value.tenantId !== tenantId)
      return fail("sign-in-of-another-tenant", { field: "signInId", params: { tenant: server.tenant.name } });
    const operationId = await requestOperation(ctx, CREATE_CLIENT_APPLICATION, {
      environmentId,
      signInId,
      input: { tenantId, serverApplicationId, serverClientId: server.application.clientId, name, replyUrl },
    });
    return ok({ operationId, name, tenantId });
  },
  audit: (_, { operationId, name, tenantId }) => ({
    messageId: 60021,
    objectType: "azure-operation",
    objectId: operationId,
    strings: [name, tenantId, "created"],
  }),
});
