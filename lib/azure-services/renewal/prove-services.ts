import { eq } from "drizzle-orm";
import { azureServices } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { failureOf } from "../operations/failure-of";
import { OperationFailure } from "../operations/model";
import { patiently, UNTIL_SECRET_WORKS } from "../operations/patiently";
import { findConnection } from "../services/find-connection";
import { provePermissions, proveToken } from "../services/prove-connection";
import { recordProof } from "../services/record-proof";
import type { RenewalStep } from "./prove-new-secret";

/**
 * Proves every service of the app with the key it uses from now on, and keeps what was found with the service.
 * @throws OperationFailure that names those that do not work
 */
export async function proveServices(step: RenewalStep): Promise<void> {
  const { thread, operation } = step;
  if (!operation.applicationId) return;
  const services = await thread.db
    .select({ id: azureServices.id, name: azureServices.name })
    .from(azureServices)
    .where(eq(azureServices.serverApplicationId, operation.applicationId))
    .orderBy(azureServices.name);
  const broken: string[] = [];
  for (const { id, name } of services) if (!(await works(step, id))) broken.push(name);
  if (broken.length > 0) throw new OperationFailure("services-not-working", { services: broken.join(", ") });
}

async function works(step: RenewalStep, serviceId: string): Promise<boolean> {
  const { thread, azure, unseal } = step;
  const connection = await findConnection(thread.db, serviceId);
  if (!connection) return true;
  const prover = { db: thread.db, azure, unseal };
  const at = thread.clock.now();
  try {
    await patiently(step, UNTIL_SECRET_WORKS, () => proveToken(prover, connection));
    await provePermissions(prover, connection);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    await asOwner(thread, (tx) => recordProof(tx, thread, serviceId, { ...failure, at }));
    return false;
  }
  await asOwner(thread, (tx) => recordProof(tx, thread, serviceId, { code: "ok", params: {}, at }));
  return true;
}
