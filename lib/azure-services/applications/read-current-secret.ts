import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureApplicationSecrets } from "@/lib/db/schema";

/** The secret key the services of an app use now, sealed; null for a client app. */
export async function readCurrentSecret(db: Database, applicationId: string) {
  const [secret] = await db
    .select()
    .from(azureApplicationSecrets)
    .where(
      and(
        eq(azureApplicationSecrets.applicationId, applicationId),
        eq(azureApplicationSecrets.state, "current"),
      ),
    );
  return secret ?? null;
}
