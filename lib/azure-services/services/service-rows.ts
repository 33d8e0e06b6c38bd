import { eq, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Clock } from "@/lib/clock";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Database } from "@/lib/db/connection";
import {
  type AzureFailureParams,
  type AzureServiceType,
  azureApplicationSecrets,
  azureApplications,
  azureOperations,
  azureServices,
  azureTenants,
  cloudEnvironments,
} from "@/lib/db/schema";
import { findRoleHolderKey } from "@/lib/secrets/seal-for-role-holder";
import { isCurrentSecretOf } from "../applications/read-current-secret";
import { secretStateOf } from "../applications/secret-state";
import { isOpenOperation } from "../operations/find-open-operation";
import { nextProofAt } from "./next-proof-at";
import { SERVICE_STATES, type ServiceState, serviceStateOf } from "./service-state";

interface AppOfService {
  id: string;
  name: string;
  clientId: string;
}

/** A row of *Azure Services*. */
export interface ServiceRow {
  id: string;
  type: AzureServiceType;
  name: string;
  description: string;
  environmentId: string;
  environmentName: string;
  cloud: "public" | "private";
  tenant: { id: string; name: string; tenantId: string };
  serverApplication: AppOfService;
  clientApplication: AppOfService | null;
  state: ServiceState;
  secretExpiresAt: Date | null;
  /** The last proof; `since` when it began to say so. Null before the first. */
  proof: { code: string; params: AzureFailureParams; at: Date; since: Date } | null;
  /** Null while the role is not online, or before the first proof. */
  nextProofAt: Date | null;
  openOperationId: string | null;
}

const clientApplications = alias(azureApplications, "client_applications");

/** Worst first, then by name. */
export async function readServices(db: Database, clock: Clock, where?: SQL): Promise<ServiceRow[]> {
  const rows = await selectServices(db).where(where).orderBy(azureServices.name);
  const roleIsOnline = (await whyNotOnline(db)) === null;
  const key = (await findRoleHolderKey(db))?.fingerprint ?? null;
  const open = await db
    .select({ id: azureOperations.id, serviceId: azureOperations.serviceId })
    .from(azureOperations)
    .where(isOpenOperation);
  const now = clock.now();
  const services = rows.map(({ service, environment, tenant, server, client, secret }): ServiceRow => {
    const { provedAt, proofCode, proofParams, proofSince } = service;
    const secretState = secret ? secretStateOf(secret, key, now) : "unreadable";
    return {
      id: service.id,
      type: service.type,
      name: service.name,
      description: service.description,
      environmentId: environment.id,
      environmentName: environment.name,
      cloud: environment.cloud,
      tenant,
      serverApplication: { id: server.id, name: server.name, clientId: server.clientId },
      clientApplication: client && { id: client.id, name: client.name, clientId: client.clientId },
      state: serviceStateOf({ secret: secretState, proofCode, roleIsOnline }),
      secretExpiresAt: secret?.expiresAt ?? null,
      proof:
        provedAt && proofCode
          ? { code: proofCode, params: proofParams ?? {}, at: provedAt, since: proofSince ?? provedAt }
          : null,
      nextProofAt:
        provedAt && roleIsOnline
          ? nextProofAt(provedAt, secret?.createdAt ?? null, server.settingsUpdatedAt)
          : null,
      openOperationId: open.find(({ serviceId }) => serviceId === service.id)?.id ?? null,
    };
  });
  const badness = ({ state }: ServiceRow) => SERVICE_STATES.indexOf(state);
  return services.sort((a, b) => badness(a) - badness(b));
}

const selectServices = (db: Database) =>
  db
    .select({
      service: azureServices,
      environment: {
        id: cloudEnvironments.id,
        name: cloudEnvironments.name,
        cloud: cloudEnvironments.cloud,
      },
      tenant: { id: azureTenants.id, name: azureTenants.name, tenantId: azureTenants.tenantId },
      server: azureApplications,
      client: clientApplications,
      secret: {
        sealedTo: azureApplicationSecrets.sealedTo,
        expiresAt: azureApplicationSecrets.expiresAt,
        createdAt: azureApplicationSecrets.createdAt,
      },
    })
    .from(azureServices)
    .innerJoin(azureTenants, eq(azureTenants.id, azureServices.tenant))
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, azureTenants.environmentId))
    .innerJoin(azureApplications, eq(azureApplications.id, azureServices.serverApplicationId))
    .leftJoin(clientApplications, eq(clientApplications.id, azureServices.clientApplicationId))
    .leftJoin(azureApplicationSecrets, isCurrentSecretOf(azureApplications.id))
    .$dynamic();
