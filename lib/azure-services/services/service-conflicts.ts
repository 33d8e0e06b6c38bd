import { and, eq, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { constraintOf } from "@/lib/db/constraint-of";
import { type AzureServiceType, azureServices } from "@/lib/db/schema";
import { type Failure, fail } from "@/lib/result";
import { SERVICE_RULES } from "../model";

type Conflict =
  | "service-name-taken"
  | "service-exists"
  | "service-exists-for-tenant"
  | "application-not-found";

/** What the database says when two write at once, and the other was first. */
const CONFLICT_OF_CONSTRAINT: Readonly<Record<string, { code: Conflict; field: string }>> = {
  azure_services_name: { code: "service-name-taken", field: "name" },
  azure_services_one_of_type: { code: "service-exists", field: "type" },
  azure_services_once_per_tenant: { code: "service-exists-for-tenant", field: "serverApplicationId" },
  azure_services_server_application_id_azure_applications_id_fk: {
    code: "application-not-found",
    field: "serverApplicationId",
  },
  azure_services_client_application_id_azure_applications_id_fk: {
    code: "application-not-found",
    field: "clientApplicationId",
  },
  azure_services_tenant_azure_tenants_id_fk: { code: "application-not-found", field: "serverApplicationId" },
};

export const conflictOf = (error: unknown) => CONFLICT_OF_CONSTRAINT[constraintOf(error) ?? ""] ?? null;

/** @param exceptId the service itself, when it is renamed */
export async function findNameConflict(
  db: Database,
  name: string,
  exceptId?: string,
): Promise<Failure<"service-name-taken"> | null> {
  const [taken] = await db
    .select({ id: azureServices.id })
    .from(azureServices)
    .where(and(eq(azureServices.name, name), exceptId ? ne(azureServices.id, exceptId) : undefined));
  return taken ? fail("service-name-taken", { field: "name", params: { name } }) : null;
}

/** A service of the type that leaves no room for another (reference/azure-services.md §3). */
export async function findTypeConflict(
  db: Database,
  type: AzureServiceType,
  tenant: { id: string; name: string },
): Promise<Failure<"service-exists" | "service-exists-for-tenant"> | null> {
  const services = await db
    .select({ name: azureServices.name, tenant: azureServices.tenant })
    .from(azureServices)
    .where(eq(azureServices.type, type));
  const [first] = services;
  if (first && SERVICE_RULES[type].tenants === "one")
    return fail("service-exists", { field: "type", params: { name: first.name, type } });
  const same = services.find((service) => service.tenant === tenant.id);
  if (!same) return null;
  const params = { name: same.name, type, tenant: tenant.name };
  return fail("service-exists-for-tenant", { field: "serverApplicationId", params });
}
