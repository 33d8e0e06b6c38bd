import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { SERVICE_CONNECTION_POINT_ROLE, sealingKeys, siteSystemRoles } from "@/lib/db/schema";
import { seal } from "./seal";

export interface SealedSecret {
  sealed: Buffer;
  /** Fingerprint of the key that opens it. */
  sealedTo: string;
}

/** The key secrets are sealed to now; null until SMS_CLOUDCONNECTION of the server that holds the role has run once. */
export async function findRoleHolderKey(
  db: Database,
): Promise<{ publicKey: string; fingerprint: string } | null> {
  const [key] = await db
    .select({ publicKey: sealingKeys.publicKey, fingerprint: sealingKeys.fingerprint })
    .from(siteSystemRoles)
    .innerJoin(sealingKeys, eq(sealingKeys.serverId, siteSystemRoles.serverId))
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  return key ?? null;
}

/**
 * Makes a secret readable for the server that holds the role, and for nobody else; from here on it is nowhere in clear.
 * @returns null when no key of that server is known yet
 */
export async function sealForRoleHolder(
  db: Database,
  purpose: string,
  secret: string,
): Promise<SealedSecret | null> {
  const key = await findRoleHolderKey(db);
  if (!key) return null;
  const sealed = await seal(Buffer.from(key.publicKey, "base64url"), purpose, secret);
  return { sealed, sealedTo: key.fingerprint };
}
