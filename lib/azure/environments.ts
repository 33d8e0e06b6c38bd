import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { cloudEnvironments } from "@/lib/db/schema";

/**
 * Where Azure is, as a row of the environment table says (reference/azure-services.md §5). Each URL ends in `/`;
 * null where that cloud has none.
 */
export interface AzureEnvironment {
  id: string;
  name: string;
  loginUrl: string | null;
  graphUrl: string | null;
  armUrl: string | null;
  /** The public client through which an administrator signs in. */
  signInClientId: string | null;
}

/** What Azure is asked for, each below its own address of the environment. */
export const AZURE_APIS = {
  login: "loginUrl",
  graph: "graphUrl",
  arm: "armUrl",
} as const satisfies Record<string, keyof AzureEnvironment>;

export type AzureApi = keyof typeof AZURE_APIS;

/** @returns null when there is no such environment */
export async function findAzureEnvironment(db: Database, id: string): Promise<AzureEnvironment | null> {
  const [environment] = await db
    .select({
      id: cloudEnvironments.id,
      name: cloudEnvironments.name,
      loginUrl: cloudEnvironments.loginUrl,
      graphUrl: cloudEnvironments.graphUrl,
      armUrl: cloudEnvironments.armUrl,
      signInClientId: cloudEnvironments.signInClientId,
    })
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, id));
  return environment ?? null;
}
