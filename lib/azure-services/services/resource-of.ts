import { eq } from "drizzle-orm";
import type { AzureResource } from "@/lib/azure/azure-session";
import type { Database } from "@/lib/db/connection";
import { type AzureServiceType, cloudEnvironments } from "@/lib/db/schema";
import { SERVICE_RULES } from "../model";
import { OperationFailure } from "../operations/model";

/**
 * What a token for a service is asked for, as the environment's row says.
 * @throws OperationFailure when that cloud does not have it
 */
export async function resourceOf(
  db: Database,
  environmentId: string,
  type: AzureServiceType,
): Promise<AzureResource> {
  const { resource } = SERVICE_RULES[type];
  if (resource === "graph" || resource === "arm") return resource;
  const [row] = await db
    .select({
      name: cloudEnvironments.name,
      store: cloudEnvironments.storeResource,
      "desktop-analytics": cloudEnvironments.desktopAnalyticsResource,
    })
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, environmentId));
  const uri = row?.[resource];
  if (!uri || !isResourceUri(uri))
    throw new OperationFailure("service-not-in-cloud", { environment: row?.name ?? environmentId, type });
  return uri;
}

const isResourceUri = (uri: string): uri is `https://${string}` => uri.startsWith("https://");
