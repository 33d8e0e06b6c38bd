import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { cloudConnection } from "@/lib/azure-services/cloud-connection.component";
import { type OperationState, OVER_STATES } from "@/lib/azure-services/operations/model";
import { type Clock, systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { azureOperations, sealingKeys } from "@/lib/db/schema";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { installHierarchy } from "@/lib/updates/servicing/testing/servicing-lab";
import { LAB_ENVIRONMENT_ID, registerLabEnvironment } from "../lab-environment-row";
import type { AzureLab } from "./azure-lab";

/** A busy machine is no failure. */
const PATIENCE_MS = 60_000;

const RESTING_STATES: readonly (OperationState | undefined)[] = [...OVER_STATES, "stopped", "sign-in-needed"];

/** A hierarchy whose role runs online in the lab's Azure, and SMS_CLOUDCONNECTION of its server. */
export async function startConnectedProduct(db: Database, lab: AzureLab, clock: Clock = systemClock) {
  await emptyTables(
    db,
    "azure_operations, azure_sign_ins, sites, cloud_environments, alerts, status_messages",
  );
  const serverId = await installHierarchy(db);
  await registerLabEnvironment(db, {
    port: Number(new URL(lab.origin).port),
    trustedRoot: null,
    authority: await readFile(lab.authorityFile, "utf8"),
  });
  await db.execute("update service_connection_point set running_mode = 'online'");
  const installDir = await mkdtemp(path.join(os.tmpdir(), "scp-connected-"));
  const lines: string[] = [];
  let executive: { stop: AbortController; ended: Promise<void> } | null = null;

  async function kill(): Promise<void> {
    executive?.stop.abort();
    await executive?.ended;
    executive = null;
  }

  /** Begins the thread with nothing in its memory. */
  async function begin(): Promise<void> {
    const stop = new AbortController();
    const thread = testThread(
      { component: "SMS_CLOUDCONNECTION", db, clock, serverId, installDir, signal: stop.signal },
      lines,
    );
    const ended = cloudConnection.run(thread).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    executive = { stop, ended };
    await until(async () => (await db.select().from(sealingKeys)).length > 0);
  }

  await begin();
  return {
    environmentId: LAB_ENVIRONMENT_ID,
    ctx: testCtx(db, { clock }),
    /** Everything that was logged. */
    lines,
    begin,
    kill,
    /** The operation where nothing happens any more without somebody's doing. */
    async finished(operationId: string) {
      let row: typeof azureOperations.$inferSelect | undefined;
      await until(async () => {
        [row] = await db.select().from(azureOperations).where(eq(azureOperations.id, operationId));
        return RESTING_STATES.includes(row?.state);
      });
      if (!row) throw new Error("no operation");
      return row;
    },
    until,
    async close() {
      await kill();
      await rm(installDir, { recursive: true, force: true });
    },
  };
}

export type ConnectedProduct = Awaited<ReturnType<typeof startConnectedProduct>>;

async function until(holds: () => Promise<boolean>): Promise<void> {
  const last = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > last) throw new Error("it did not happen");
    await delay(50);
  }
}

/** The value of a use case that must not fail. */
export function succeeded<T>(result: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}
