import { getTableColumns, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { cloudEnvironments } from "@/lib/db/schema";

/** Microsoft Graph Command Line Tools: a public client that every tenant knows (product knowledge, not the notes). */
const SIGN_IN_CLIENT = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/**
 * The clouds every hierarchy knows (reference/azure-services.md §5, reference/protocols/identity.md §1); none publishes
 * a catalogue this product can read. The store and Desktop Analytics exist in the public cloud only.
 */
const AZURE_ENVIRONMENTS = [
  {
    id: "AzurePublic",
    name: "Azure public cloud",
    cloud: "public",
    loginUrl: "https://login.microsoftonline.com/",
    graphUrl: "https://graph.microsoft.com/",
    armUrl: "https://management.azure.com/",
    logAnalyticsUrl: "https://api.loganalytics.io/",
    storeUrl: "https://bspmts.mp.microsoft.com/V1/",
    storeResource: "https://onestore.microsoft.com",
    desktopAnalyticsResource: "https://cmmicrosvc.manage.microsoft.com/",
    portalUrl: "https://portal.azure.com/",
    signInClientId: SIGN_IN_CLIENT,
  },
  {
    id: "AzureUSGovernment",
    name: "Azure US Government cloud",
    cloud: "private",
    loginUrl: "https://login.microsoftonline.us/",
    graphUrl: "https://graph.microsoft.us/",
    armUrl: "https://management.usgovcloudapi.net/",
    logAnalyticsUrl: "https://api.loganalytics.us/",
    portalUrl: "https://portal.azure.us/",
    signInClientId: SIGN_IN_CLIENT,
  },
  {
    id: "AzureChina",
    name: "Azure China cloud",
    cloud: "private",
    loginUrl: "https://login.partner.microsoftonline.cn/",
    graphUrl: "https://microsoftgraph.chinacloudapi.cn/",
    armUrl: "https://management.chinacloudapi.cn/",
    logAnalyticsUrl: "https://api.loganalytics.azure.cn/",
    portalUrl: "https://portal.azure.cn/",
    signInClientId: SIGN_IN_CLIENT,
  },
] as const satisfies (typeof cloudEnvironments.$inferInsert)[];

/** What the product itself knows of a cloud; everything else of a row is the administrator's. */
const KNOWN_COLUMNS = [
  "loginUrl",
  "graphUrl",
  "armUrl",
  "logAnalyticsUrl",
  "storeUrl",
  "storeResource",
  "desktopAnalyticsResource",
  "portalUrl",
  "signInClientId",
] as const;

/** Adds what is missing, row by row and column by column; what an administrator entered stays. */
export async function seedAzureEnvironments(db: Database): Promise<void> {
  const columns = getTableColumns(cloudEnvironments);
  const missing = Object.fromEntries(
    KNOWN_COLUMNS.map((name) => [
      name,
      sql`coalesce(${columns[name]}, excluded.${sql.identifier(columns[name].name)})`,
    ]),
  );
  await db
    .insert(cloudEnvironments)
    .values([...AZURE_ENVIRONMENTS])
    // A row of an earlier version was made before the product knew which clouds are private.
    .onConflictDoUpdate({ target: cloudEnvironments.id, set: { ...missing, cloud: sql`excluded.cloud` } });
}
