import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { constraintOf } from "@/lib/db/constraint-of";
import { azureApplications, azureTenants } from "@/lib/db/schema";
import { type Failure, fail } from "@/lib/result";

type Duplicate = "application-exists" | "app-id-uri-in-use";

interface Candidate {
  environmentId: string;
  /** Directory ID. */
  tenantId: string;
  /** Null: not known yet, because Azure is to make it. */
  clientId: string | null;
  appIdUri: string | null;
}

/** An app that the tenant has in the product already, or whose App ID URI is another app's there; null: neither. */
export async function findDuplicate(db: Database, candidate: Candidate): Promise<Failure<Duplicate> | null> {
  const apps = await db
    .select({
      name: azureApplications.name,
      clientId: azureApplications.clientId,
      appIdUri: azureApplications.appIdUri,
      tenant: azureTenants.name,
    })
    .from(azureApplications)
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .where(
      and(
        eq(azureTenants.environmentId, candidate.environmentId),
        eq(azureTenants.tenantId, candidate.tenantId),
      ),
    );
  const same = apps.find(({ clientId }) => clientId === candidate.clientId);
  if (same)
    return fail("application-exists", {
      field: "clientId",
      params: { name: same.name, tenant: same.tenant },
    });
  const uri = candidate.appIdUri;
  const taken = uri && apps.find(({ appIdUri }) => appIdUri?.toLowerCase() === uri.toLowerCase());
  return taken ? fail("app-id-uri-in-use", { field: "appIdUri", params: { name: taken.name, uri } }) : null;
}

/** What the database says when two bring the same app at once; the other was first. */
export const DUPLICATE_OF_CONSTRAINT: Readonly<Record<string, { code: Duplicate; field: string }>> = {
  azure_applications_once: { code: "application-exists", field: "clientId" },
  azure_applications_app_id_uri: { code: "app-id-uri-in-use", field: "appIdUri" },
};

export const duplicateOf = (error: unknown) => DUPLICATE_OF_CONSTRAINT[constraintOf(error) ?? ""] ?? null;
