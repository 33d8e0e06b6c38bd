import { eq, isNotNull } from "drizzle-orm";
import { type Azure, openAzure } from "@/lib/azure/azure";
import { earliest } from "@/lib/clock";
import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import type { Database } from "@/lib/db/connection";
import { azureApplicationSecrets, azureApplications, azureServices } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { BackgroundRuns, type Backlog } from "@/lib/executive/background-runs";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import { type SealingKey, unseal } from "@/lib/secrets/seal";
import { isCurrentSecretOf } from "../applications/read-current-secret";
import { failureOf, UNEXPECTED } from "../operations/failure-of";
import { findConnection } from "./find-connection";
import { nextProofAt } from "./next-proof-at";
import { provePermissions, proveToken } from "./prove-connection";
import { type ProofOutcome, recordProof } from "./record-proof";

interface Due {
  serviceId: string;
  at: Date;
}

/** The scheduled proofs of all connections, one after another, in the hands of SMS_CLOUDCONNECTION. */
export class ConnectionProofs extends BackgroundRuns<Due> {
  constructor(
    thread: ThreadContext,
    private readonly key: SealingKey,
  ) {
    super(thread);
  }

  protected async find(): Promise<Backlog<Due>> {
    const { db, clock } = this.thread;
    const now = clock.now();
    const all = await readDueTimes(db);
    return {
      due: all.filter(({ at }) => at <= now),
      next: earliest(...all.map(({ at }) => (at > now ? at : null))),
    };
  }

  protected async work(due: readonly Due[]): Promise<void> {
    for (const { serviceId } of due) {
      if (this.thread.signal.aborted) return;
      const outcome = await this.prove(serviceId);
      if (outcome) await asOwner(this.thread, (tx) => recordProof(tx, this.thread, serviceId, outcome));
    }
  }

  /** @returns null when the cloud may not be asked now, or there is no such service any more */
  private async prove(serviceId: string): Promise<ProofOutcome | null> {
    const { db, clock, log, signal } = this.thread;
    const connection = await findConnection(db, serviceId);
    if (!connection) return null;
    const at = clock.now();
    const open = (purpose: string, sealed: Buffer) => unseal(this.key.privateKey, purpose, sealed);
    let azure: Azure | undefined;
    try {
      azure = await openAzure(this.thread, connection.environmentId, { signal });
      const prover = { db, azure, unseal: open };
      await proveToken(prover, connection);
      await provePermissions(prover, connection);
      log.info(`The connection of ${connection.name} works`);
      return { code: "ok", params: {}, at };
    } catch (error) {
      if (signal.aborted || isTransient(error)) throw error;
      if (error instanceof CloudRefusedError) return null;
      const failure = failureOf(error);
      const reason = failure ? JSON.stringify(failure) : errorText(error);
      log.error(`The connection of ${connection.name} does not work: ${reason}`);
      return { ...(failure ?? UNEXPECTED), at };
    } finally {
      await azure?.close();
    }
  }
}

/** When each connection is to be proved; one that was never proved is still being connected. */
async function readDueTimes(db: Database): Promise<Due[]> {
  const rows = await db
    .select({
      serviceId: azureServices.id,
      provedAt: azureServices.provedAt,
      secretSince: azureApplicationSecrets.createdAt,
      settingsSince: azureApplications.settingsUpdatedAt,
    })
    .from(azureServices)
    .innerJoin(azureApplications, eq(azureApplications.id, azureServices.serverApplicationId))
    .leftJoin(azureApplicationSecrets, isCurrentSecretOf(azureApplications.id))
    .where(isNotNull(azureServices.provedAt));
  return rows.flatMap(({ serviceId, provedAt, secretSince, settingsSince }) =>
    provedAt ? [{ serviceId, at: nextProofAt(provedAt, secretSince, settingsSince) }] : [],
  );
}
