import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Ctx } from "@/lib/context";
import type { AzureServiceType } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { sealForRoleHolder } from "@/lib/secrets/seal-for-role-holder";
import { defineCommand } from "@/lib/use-case";
import { parseAppIdUri, parseDay, parseGuid, parseName, typed, whyNoSecret } from "../fields";
import { findEnvironmentFor } from "../find-environment";
import { clientSecretPurpose } from "../model";
import { requestOperation } from "../operations/request-operation";
import { findDuplicate } from "./find-duplicates";
import { type ImportedServerApplication, serviceTypeField, VERIFY_APPLICATION } from "./orders";

const input = z.object({
  environmentId: z.string(),
  tenantName: typed,
  tenantId: typed,
  name: typed,
  clientId: typed,
  secret: typed,
  /** `YYYY-MM-DD`, as the Azure portal shows it. */
  secretExpiresAt: typed,
  appIdUri: typed,
  serviceType: serviceTypeField,
});

/**
 * **Verify** of *Import apps* (reference/azure-services.md §4.3): asks Azure whether a token can be had with exactly
 * these values. The secret is sealed here and nowhere in clear from then on; *import* takes it from the verification.
 */
export const verifyApplication = defineCommand({
  name: "verify-application",
  action: "azure-apps.manage",
  input,
  async run(ctx, { environmentId, secret, ...entered }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const environment = await findEnvironmentFor(ctx.db, environmentId, entered.serviceType, "import");
    if (!environment.ok) return environment;
    const checked = checkFields(ctx, entered);
    if (!checked.ok) return checked;
    const noSecret = whyNoSecret(secret);
    if (noSecret) return fail(noSecret, { field: "secret" });
    const app = checked.value;
    const duplicate = await findDuplicate(ctx.db, { environmentId, ...app });
    if (duplicate) return duplicate;
    const sealed = await sealForRoleHolder(ctx.db, clientSecretPurpose(app.tenantId, app.clientId), secret);
    if (!sealed) return fail("role-not-running");
    const order = { environmentId, input: app, secret: sealed };
    return ok({ operationId: await requestOperation(ctx, VERIFY_APPLICATION, order) });
  },
  // Nothing of the product changes by it: the import leaves the audit message.
  audit: () => null,
});

interface Entered {
  tenantName: string;
  tenantId: string;
  name: string;
  clientId: string;
  secretExpiresAt: string;
  appIdUri: string;
  serviceType: AzureServiceType;
}

/** What was typed, normalised; or the first field that is wrong, in the order of the dialog. */
function checkFields({ clock }: Pick<Ctx, "clock">, entered: Entered) {
  const tenantName = parseName(entered.tenantName);
  if (!tenantName) return fail("name-malformed", { field: "tenantName" });
  const tenantId = parseGuid(entered.tenantId);
  if (!tenantId) return fail("guid-malformed", { field: "tenantId" });
  const name = parseName(entered.name);
  if (!name) return fail("name-malformed", { field: "name" });
  const clientId = parseGuid(entered.clientId);
  if (!clientId) return fail("guid-malformed", { field: "clientId" });
  const expiry = parseDay(entered.secretExpiresAt);
  if (!expiry) return fail("day-malformed", { field: "secretExpiresAt" });
  if (expiry <= clock.now()) return fail("secret-expiry-past", { field: "secretExpiresAt" });
  const appIdUri = parseAppIdUri(entered.appIdUri);
  if (!appIdUri) return fail("app-id-uri-malformed", { field: "appIdUri" });
  const secretExpiresAt = expiry.toISOString();
  const { serviceType } = entered;
  return ok<ImportedServerApplication>({
    tenantName,
    tenantId,
    name,
    clientId,
    secretExpiresAt,
    appIdUri,
    serviceType,
  });
}
