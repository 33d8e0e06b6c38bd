import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { parseGuid, parseName, typed } from "../fields";
import { requestOperation } from "../operations/request-operation";
import { findDuplicate } from "./find-duplicates";
import { lockApplication } from "./lock-application";
import { VERIFY_CLIENT_APPLICATION } from "./orders";

/**
 * **Verify** of a native app: Azure is asked to let somebody sign in through it, which it refuses at once when the app is
 * not one of the tenant or no public client (reference/azure-services.md §4.5). Nobody signs in.
 */
export const verifyClientApplication = defineCommand({
  name: "verify-client-application",
  action: "azure-apps.manage",
  input: z.object({ serverApplicationId: z.guid(), name: typed, clientId: typed }),
  async run(ctx, { serverApplicationId, ...entered }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const server = await lockApplication(ctx.db, serverApplicationId);
    if (server?.application.kind !== "server")
      return fail("application-not-found", { field: "serverApplicationId" });
    const name = parseName(entered.name);
    if (!name) return fail("name-malformed", { field: "name" });
    const clientId = parseGuid(entered.clientId);
    if (!clientId) return fail("guid-malformed", { field: "clientId" });
    const { environmentId, tenantId } = server.tenant;
    const duplicate = await findDuplicate(ctx.db, { environmentId, tenantId, clientId, appIdUri: null });
    if (duplicate) return duplicate;
    const order = { environmentId, input: { serverApplicationId, tenantId, name, clientId } };
    return ok({ operationId: await requestOperation(ctx, VERIFY_CLIENT_APPLICATION, order) });
  },
  // Nothing of the product changes by it: the import leaves the audit message.
  audit: () => null,
});
