import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { type AzureServiceType, cloudEnvironments } from "@/lib/db/schema";
import { type Failure, fail, ok, type Result } from "@/lib/result";
import { SERVICE_RULES } from "./model";

interface AzureEnvironmentRow {
  id: string;
  name: string;
  portalUrl: string | null;
}

/**
 * Whether a service may be in a cloud, and its app be brought that way (reference/azure-services.md §3).
 * @param appAction null: the app is there already
 */
export async function findEnvironmentFor(
  db: Database,
  environmentId: string,
  type: AzureServiceType,
  appAction: "import" | "create" | null,
): Promise<
  Result<AzureEnvironmentRow, "environment-without-azure" | "service-not-in-cloud" | "app-action-not-offered">
> {
  const rule = SERVICE_RULES[type];
  const [row] = await db
    .select({
      id: cloudEnvironments.id,
      name: cloudEnvironments.name,
      cloud: cloudEnvironments.cloud,
      loginUrl: cloudEnvironments.loginUrl,
      portalUrl: cloudEnvironments.portalUrl,
    })
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, environmentId));
  if (!row?.loginUrl)
    return fail("environment-without-azure", { field: "environmentId", params: { environmentId } });
  if (!(rule.clouds as readonly string[]).includes(row.cloud)) return notInCloud(row.name, type);
  if (appAction && !(rule.appActions as readonly string[]).includes(appAction))
    return fail("app-action-not-offered", { field: "serviceType", params: { type } });
  return ok({ id: row.id, name: row.name, portalUrl: row.portalUrl });
}

const notInCloud = (environment: string, type: AzureServiceType): Failure<"service-not-in-cloud"> =>
  fail("service-not-in-cloud", { field: "environmentId", params: { environment, type } });
