import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { parseAppIdUri, parseName, parseWebUrl, typed } from "../fields";
import { findEnvironmentFor } from "../find-environment";
import { requestOperation } from "../operations/request-operation";
import { findSignedIn } from "../sign-in/find-signed-in";
import { findDuplicate } from "./find-duplicates";
import { CREATE_SERVER_APPLICATION, serviceTypeField } from "./orders";

const input = z.object({
  signInId: z.guid(),
  environmentId: z.string(),
  serviceType: serviceTypeField,
  name: typed,
  homePageUrl: typed,
  appIdUri: typed,
  validityYears: z.union([z.literal(1), z.literal(2)]),
});

/**
 * **Create Server Application** (reference/azure-services.md §4.4) in the tenant of the administrator who signed in, with
 * the permissions the service needs and a secret key of one or two years.
 */
export const createServerApplication = defineCommand({
  name: "create-server-application",
  action: "azure-apps.manage",
  input,
  async run(ctx, { signInId, environmentId, serviceType, validityYears, ...entered }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const environment = await findEnvironmentFor(ctx.db, environmentId, serviceType, "create");
    if (!environment.ok) return environment;
    const name = parseName(entered.name);
    if (!name) return fail("name-malformed", { field: "name" });
    const homePageUrl = parseWebUrl(entered.homePageUrl);
    if (!homePageUrl) return fail("url-malformed", { field: "homePageUrl" });
    const appIdUri = parseAppIdUri(entered.appIdUri);
    if (!appIdUri) return fail("app-id-uri-malformed", { field: "appIdUri" });
    const account = await findSignedIn(ctx, signInId, environmentId);
    if (!account.ok) return account;
    const { tenantId, tenantName, tenantDomain } = account.value;
    const duplicate = await findDuplicate(ctx.db, { environmentId, tenantId, clientId: null, appIdUri });
    if (duplicate) return duplicate;
    const order = {
      tenantId,
      tenantName,
      tenantDomain,
      serviceType,
      name,
      homePageUrl,
      appIdUri,
      validityYears,
    };
    const operationId = await requestOperation(ctx, CREATE_SERVER_APPLICATION, {
      environmentId,
      signInId,
      input: order,
    });
    return ok({ operationId, name, tenantId });
  },
  audit: (_, { operationId, name, tenantId }) => ({
    messageId: 60021,
    objectType: "azure-operation",
    objectId: operationId,
    // Azure gives it its client ID later; the tenant says where it is made.
    strings: [name, tenantId, "created"],
  }),
});
