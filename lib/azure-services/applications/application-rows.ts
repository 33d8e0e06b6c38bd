import { and, desc, eq, inArray, notInArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Clock } from "@/lib/clock";
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
import { OVER_STATES } from "../operations/model";
import { applicationPortalUrl } from "./application-portal-url";
import { CONSENT_CODES, foundSchema } from "./found";
import { daysLeftOf, type SecretState, secretStateOf } from "./secret-state";

export type Consent = "granted" | "missing" | "unknown";

/** An app as the portal shows it; nothing of its secret but how long it lasts. */
export interface ApplicationRow {
  id: string;
  /** Id of the tenant's row. */
  tenant: string;
  kind: "server" | "client";
  name: string;
  clientId: string;
  appIdUri: string | null;
  origin: "created" | "imported";
  secret: { expiresAt: Date; provedAt: Date; state: SecretState; daysLeft: number } | null;
  usedBy: { id: string; name: string; type: AzureServiceType }[];
  consent: Consent;
  lastProof: { code: string; params: AzureFailureParams; at: Date } | null;
  settingsUpdatedAt: Date | null;
  openOperationId: string | null;
  /** Its page in the Azure portal. */
  portalUrl: string | null;
}

const told = z.object({ found: foundSchema });

/** Apps with all that is known of them, in the order of their names. */
export async function readApplications(db: Database, clock: Clock, where?: SQL): Promise<ApplicationRow[]> {
  const now = clock.now();
  const apps = await db
    .select({ app: azureApplications, portalUrl: cloudEnvironments.portalUrl })
    .from(azureApplications)
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, azureTenants.environmentId))
    .where(where)
    .orderBy(azureApplications.name, azureApplications.id);
  const ids = apps.map(({ app }) => app.id);
  if (ids.length === 0) return [];
  const key = await findRoleHolderKey(db);
  const secrets = await readCurrentSecrets(db, ids);
  const services = await readServices(db);
  const operations = await readOperations(db, ids);
  return apps.map(({ app, portalUrl }) => {
    const users = services.filter(({ server, client }) => server === app.id || client === app.id);
    const own = operations.filter(({ applicationId }) => applicationId === app.id);
    const secret = secrets.find(({ applicationId }) => applicationId === app.id);
    const proof = lastProofOf(app.kind === "server" ? users : [], own);
    return {
      id: app.id,
      tenant: app.tenant,
      kind: app.kind,
      name: app.name,
      clientId: app.clientId,
      appIdUri: app.appIdUri,
      origin: app.origin,
      secret: secret
        ? {
            expiresAt: secret.expiresAt,
            provedAt: secret.provedAt,
            state: secretStateOf(secret, key?.fingerprint ?? null, now),
            daysLeft: daysLeftOf(secret.expiresAt, now),
          }
        : null,
      usedBy: users.map(({ id, name, type }) => ({ id, name, type })),
      consent: consentOf(proof),
      lastProof: proof,
      settingsUpdatedAt: app.settingsUpdatedAt,
      openOperationId: own.find(({ isOpen }) => isOpen)?.id ?? null,
      portalUrl: applicationPortalUrl(portalUrl, app.clientId),
    };
  });
}

type Proof = NonNullable<ApplicationRow["lastProof"]>;

interface OperationOfApp {
  id: string;
  applicationId: string | null;
  isOpen: boolean;
  facts: Record<string, unknown>;
  finishedAt: Date | null;
}

function consentOf(proof: Proof | null): Consent {
  if (proof?.code === "ok") return "granted";
  return proof && CONSENT_CODES.includes(proof.code) ? "missing" : "unknown";
}

/** What was found last: by a proof of a service that uses the app, or by an operation that looked at its permissions. */
function lastProofOf(
  services: Awaited<ReturnType<typeof readServices>>,
  operations: readonly OperationOfApp[],
): Proof | null {
  const proofs = [
    ...services.map(({ provedAt, proofCode, proofParams }) => ({
      at: provedAt,
      code: proofCode,
      params: proofParams ?? {},
    })),
    ...operations.map(({ facts, finishedAt }) => ({ at: finishedAt, ...found(facts) })),
  ];
  return proofs.reduce<Proof | null>(
    (newest, { at, code, params }) =>
      at && code && (!newest || at > newest.at) ? { code, params: params ?? {}, at } : newest,
    null,
  );
}

const found = (facts: Record<string, unknown>) => told.safeParse(facts).data?.found;

const readCurrentSecrets = (db: Database, ids: string[]) =>
  db
    .select({
      applicationId: azureApplicationSecrets.applicationId,
      sealedTo: azureApplicationSecrets.sealedTo,
      expiresAt: azureApplicationSecrets.expiresAt,
      provedAt: azureApplicationSecrets.provedAt,
    })
    .from(azureApplicationSecrets)
    .where(
      and(inArray(azureApplicationSecrets.applicationId, ids), eq(azureApplicationSecrets.state, "current")),
    );

const readServices = (db: Database) =>
  db
    .select({
      id: azureServices.id,
      name: azureServices.name,
      type: azureServices.type,
      server: azureServices.serverApplicationId,
      client: azureServices.clientApplicationId,
      provedAt: azureServices.provedAt,
      proofCode: azureServices.proofCode,
      proofParams: azureServices.proofParams,
    })
    .from(azureServices)
    .orderBy(azureServices.name);

/** Those that are under way, and those that are complete, newest first. */
async function readOperations(db: Database, ids: string[]): Promise<OperationOfApp[]> {
  const rows = await db
    .select({
      id: azureOperations.id,
      applicationId: azureOperations.applicationId,
      state: azureOperations.state,
      facts: azureOperations.facts,
      finishedAt: azureOperations.finishedAt,
    })
    .from(azureOperations)
    .where(and(inArray(azureOperations.applicationId, ids), notInArray(azureOperations.state, ["failed"])))
    .orderBy(desc(azureOperations.requestedAt));
  const over: readonly string[] = OVER_STATES;
  return rows.map(({ state, ...row }) => ({ ...row, isOpen: !over.includes(state) }));
}
