import { eq } from "drizzle-orm";
import { readCurrentSecret } from "@/lib/azure-services/applications/read-current-secret";
import { secretStateOf } from "@/lib/azure-services/applications/secret-state";
import type { Database } from "@/lib/db/connection";
import { azureApplicationSecrets, azureApplications, azureTenants } from "@/lib/db/schema";
import { findRoleHolderKey } from "@/lib/secrets/seal-for-role-holder";
import { type CheckSubject, failed, notApplicable, passed, type RoleCheck } from "../model";

/** The new server opens the secret key of each app itself. Whether Azure takes it, the connection that uses it shows. */
export const secretKey: RoleCheck = {
  id: "secret-key",
  subjects: readApplications,
  topics: ["azure-services", "server-tasks"],
  cure: "/tenants/renew",
  async look({ db, thread, subject, inspection }) {
    if (!inspection) return null;
    const secret = await readCurrentSecret(db, subject);
    if (!secret) return notApplicable("application-gone");
    const key = await findRoleHolderKey(db);
    const state = secretStateOf(secret, key?.fingerprint ?? null, thread.clock.now());
    const isReadable = !inspection.unreadable.some(({ id }) => id === secret.id);
    if (!isReadable || state === "unreadable") return failed("secret-renewal-required");
    return state === "expired" ? failed("secret-expired") : passed({}, "secret-opened");
  },
};

async function readApplications(db: Database): Promise<CheckSubject[]> {
  const rows = await db
    .select({ id: azureApplications.id, application: azureApplications.name, tenant: azureTenants.name })
    .from(azureApplicationSecrets)
    .innerJoin(azureApplications, eq(azureApplications.id, azureApplicationSecrets.applicationId))
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .where(eq(azureApplicationSecrets.state, "current"))
    .orderBy(azureTenants.name, azureApplications.name);
  return rows.map(({ id, ...params }) => ({ id, params }));
}
