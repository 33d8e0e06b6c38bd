import { and, eq, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureApplicationSecrets } from "@/lib/db/schema";

/** Of the secret keys of an app: the one its services use now. The database holds that there is one at most. */
export const isCurrentSecretOf = (applicationId: string | SQLWrapper): SQL | undefined =>
  and(eq(azureApplicationSecrets.applicationId, applicationId), eq(azureApplicationSecrets.state, "current"));

/** That key, sealed; null for a client app. */
export async function readCurrentSecret(db: Database, applicationId: string) {
  const [secret] = await db.select().from(azureApplicationSecrets).where(isCurrentSecretOf(applicationId));
  return secret ?? null;
}
