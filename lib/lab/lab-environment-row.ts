import type { Database } from "@/lib/db/connection";
import { cloudEnvironments } from "@/lib/db/schema";
import { METADATA_PATH, TARGETS_PATH } from "./catalogue-routes";
import { SIGN_IN_CLIENT } from "./directory/microsoft-apps";
import { USAGE_DATA_PATH } from "./usage-data/usage-data-routes";

export const LAB_ENVIRONMENT_ID = "Lab";

export const GRAPH_PATH = "/graph/";
export const ARM_PATH = "/arm/";

export interface LabCloudAddress {
  port: number;
  /** Parsed `1.root.json` of the lab's repository. */
  trustedRoot: unknown;
  /** PEM of the lab's certificate authority. */
  authority: string;
}

/** Tells the product where the lab's cloud is: for it the lab is one more row beside the Azure clouds. */
export async function registerLabEnvironment(
  db: Database,
  { port, trustedRoot, authority }: LabCloudAddress,
): Promise<void> {
  const origin = `https://localhost:${port}`;
  const row = {
    name: "Lab",
    catalogueMetadataUrl: `${origin}${METADATA_PATH}`,
    catalogueTargetsUrl: `${origin}${TARGETS_PATH}`,
    catalogueTrustedRoot: trustedRoot,
    usageDataUrl: `${origin}${USAGE_DATA_PATH}`,
    cloud: "public" as const,
    // Microsoft's sign-in library wants the tenant as the first segment of an authority.
    loginUrl: `${origin}/`,
    graphUrl: `${origin}${GRAPH_PATH}`,
    armUrl: `${origin}${ARM_PATH}`,
    storeResource: "https://onestore.microsoft.com",
    desktopAnalyticsResource: "https://cmmicrosvc.manage.microsoft.com/",
    portalUrl: `${origin}/lab`,
    signInClientId: SIGN_IN_CLIENT,
    signInRedirects: true,
    // Whoever watches a renewal in the lab sees its end.
    secretGraceSeconds: 10,
    certificateAuthorities: authority,
  };
  await db
    .insert(cloudEnvironments)
    .values({ id: LAB_ENVIRONMENT_ID, ...row })
    .onConflictDoUpdate({ target: cloudEnvironments.id, set: row });
}
