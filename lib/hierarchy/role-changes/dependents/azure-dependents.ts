import { eq, isNotNull, sql } from "drizzle-orm";
import { isOpenOperation } from "@/lib/azure-services/operations/find-open-operation";
import {
  azureApplicationSecrets,
  azureApplications,
  azureOperations,
  azureServices,
  azureTenants,
  notificationTargets,
} from "@/lib/db/schema";
import { findRoleHolderKey } from "@/lib/secrets/seal-for-role-holder";
import type { DependentReader } from "./model";

/** Each is sealed to one server; another one that gets the role cannot open it (reference/role.md §8.2). */
export const secretKeys: DependentReader = async ({ db, now }) => {
  const key = await findRoleHolderKey(db);
  const rows = await db
    .select({
      application: azureApplications.name,
      tenant: azureTenants.name,
      tenantId: azureTenants.id,
      sealedTo: azureApplicationSecrets.sealedTo,
      expiresAt: azureApplicationSecrets.expiresAt,
    })
    .from(azureApplicationSecrets)
    .innerJoin(azureApplications, eq(azureApplications.id, azureApplicationSecrets.applicationId))
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .where(eq(azureApplicationSecrets.state, "current"))
    .orderBy(azureTenants.name, azureApplications.name);
  return rows.map(({ application, tenant, tenantId, sealedTo, expiresAt }) => ({
    id: "secret-key",
    state: sealedTo !== key?.fingerprint ? "renewal-required" : expiresAt <= now ? "expired" : "valid",
    params: { application, tenant, expiresAt: expiresAt.toISOString() },
    blocks: false,
    link: `/tenants/${tenantId}`,
  }));
};

export const azureConnections: DependentReader = async ({ db }) => {
  const rows = await db
    .select({
      id: azureServices.id,
      name: azureServices.name,
      type: azureServices.type,
      code: azureServices.proofCode,
    })
    .from(azureServices)
    .orderBy(azureServices.name);
  return rows.map(({ id, name, type, code }) => ({
    id: "azure-service",
    state: code === null ? "never-proved" : code === "ok" ? "works" : "failing",
    params: { name, type },
    blocks: false,
    link: `/azure-services/${id}`,
  }));
};

/** Work in Azure that is not over, renewals of secret keys included; it goes on with who gets the role. */
export const operationsUnderWay: DependentReader = async ({ db }) => {
  const rows = await db
    .select({ kind: azureOperations.kind, state: azureOperations.state, application: azureApplications.name })
    .from(azureOperations)
    .leftJoin(azureApplications, eq(azureApplications.id, azureOperations.applicationId))
    .where(isOpenOperation)
    .orderBy(azureOperations.requestedAt);
  return rows.map(({ kind, state, application }) => ({
    id: "azure-operation",
    state,
    params: { kind, application: application ?? "" },
    blocks: false,
    link: "/tenants",
  }));
};

/** Who is told by e-mail or webhook that a secret key expires is told by the server that holds the role. */
export const notifications: DependentReader = async ({ db }) => {
  const [found] = await db
    .select({ targets: sql<number>`count(*)::int` })
    .from(notificationTargets)
    .where(isNotNull(notificationTargets.id));
  const targets = found?.targets ?? 0;
  return targets === 0
    ? []
    : [{ id: "notifications", state: "given", params: { targets }, blocks: false, link: "/settings" }];
};
