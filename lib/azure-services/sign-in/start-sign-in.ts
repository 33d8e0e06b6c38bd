import { eq } from "drizzle-orm";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { azureSignIns, cloudEnvironments } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { SIGN_IN_KEPT_MS } from "./model";

const input = z.object({
  environmentId: z.string(),
  /** Directory ID, when the tenant is known: then nobody of another tenant gets in. */
  tenantId: z.guid().nullable(),
  method: z.enum(["device-code", "redirect"]),
  /** Of this portal; only for `redirect`. */
  redirectUri: z.url({ protocol: /^https?$/ }).nullable(),
});

/**
 * Asks the executive that holds the role to begin a sign-in of an Azure administrator. His credentials never come near
 * this product; his tokens stay in the executive's memory for the one operation the sign-in is used for
 * (reference/azure-services.md §4.4).
 */
export const startSignIn = defineCommand({
  name: "start-sign-in",
  action: "azure-apps.manage",
  input,
  async run({ db, clock, actor }, { environmentId, tenantId, method, redirectUri }) {
    const refusal = await whyNotOnline(db);
    if (refusal) return fail(refusal);
    const [environment] = await db
      .select({
        loginUrl: cloudEnvironments.loginUrl,
        clientId: cloudEnvironments.signInClientId,
        redirects: cloudEnvironments.signInRedirects,
      })
      .from(cloudEnvironments)
      .where(eq(cloudEnvironments.id, environmentId));
    if (!environment?.loginUrl || !environment.clientId)
      return fail("environment-without-azure", { field: "environmentId", params: { environmentId } });
    if (method === "redirect" && (!environment.redirects || !redirectUri))
      return fail("sign-in-cannot-come-back", { field: "method", params: { environmentId } });
    const now = clock.now();
    const [row] = await db
      .insert(azureSignIns)
      .values({
        environmentId,
        tenantId,
        method,
        redirectUri: method === "redirect" ? redirectUri : null,
        state: "waiting",
        requestedBy: actorName(actor),
        requestedAt: now,
        expiresAt: new Date(now.getTime() + SIGN_IN_KEPT_MS),
      })
      .returning({ id: azureSignIns.id });
    if (!row) throw new Error("the sign-in was not written");
    await publish(db, { topic: "azure-services", key: row.id });
    return ok({ signInId: row.id });
  },
  // Nothing of the product changes by it: what is done with the sign-in leaves the audit message.
  audit: () => null,
});
