import type { Azure } from "@/lib/azure/azure";
import { openAppSession } from "@/lib/azure/open-app-session";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import type { Database } from "@/lib/db/connection";
import { readCurrentSecret } from "../applications/read-current-secret";
import { clientSecretPurpose } from "../model";
import { OperationFailure } from "../operations/model";
import { askFirstQuestion } from "./connection-questions";
import type { ConnectionOrder } from "./orders";
import { resourceOf } from "./resource-of";

interface Prover {
  db: Database;
  azure: Azure;
  unseal(purpose: string, sealed: Buffer): Promise<string | null>;
}

/** A token for what the service needs, with the secret it uses now. @throws AzureError OperationFailure */
export async function proveToken(prover: Prover, connection: ConnectionOrder): Promise<void> {
  const { db, azure } = prover;
  const resource = await resourceOf(db, azure.environment.id, connection.type);
  await proveClientSecret(azure, { ...(await credentialOf(prover, connection)), resource });
}

/** That the app may do what the service does first. @throws AzureError OperationFailure */
export async function provePermissions(prover: Prover, connection: ConnectionOrder): Promise<void> {
  const { db, azure } = prover;
  const resource = await resourceOf(db, azure.environment.id, connection.type);
  const session = openAppSession(azure, await credentialOf(prover, connection));
  try {
    await askFirstQuestion(azure, session, connection.type, resource);
  } finally {
    session.close();
  }
}

async function credentialOf(
  { db, unseal }: Prover,
  { serverApplicationId, tenantId, clientId }: ConnectionOrder,
) {
  const kept = await readCurrentSecret(db, serverApplicationId);
  const secret = kept?.sealed ? await unseal(clientSecretPurpose(tenantId, clientId), kept.sealed) : null;
  if (secret === null) throw new OperationFailure("secret-unreadable", { app: clientId });
  return { tenantId, clientId, secret };
}
