import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import {
  executives,
  type StoredRecoveryKey,
  sealingKeys,
  serverTasks,
  siteSystemServers,
} from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { isResponding } from "@/lib/executive/responding";
import { askServer } from "@/lib/server-tasks/ask-server";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { sealKeysForBackup } from "./seal-keys.task";

/** How long a server may take to seal a few small files. */
const ANSWER_WITHIN_MS = 60_000;

const resultSchema = z.object({ sealed: z.base64() });

/** Key files as the servers sealed them, and the servers that have keys and did not hand them over. */
export interface CollectedKeys {
  recoveryKey: StoredRecoveryKey | null;
  sealed: Map<string, Buffer>;
  missing: string[];
}

/** Asks every server that has keys for them, sealed. Without a recovery passphrase nobody is asked. */
export async function collectKeyFiles(
  thread: ThreadContext,
  recoveryKey: StoredRecoveryKey | null,
): Promise<CollectedKeys> {
  const servers = await serversWithKeys(thread);
  const sealed = new Map<string, Buffer>();
  if (recoveryKey) {
    const asked = await askAll(thread, servers, recoveryKey.publicKey);
    try {
      await awaitAnswers(thread, asked, sealed);
    } finally {
      // Sealed as they are, they belong into the backup and nowhere else.
      await forget(thread, [...asked.keys()]);
    }
  }
  const missing = servers.map(({ fqdn }) => fqdn).filter((fqdn) => !sealed.has(fqdn));
  return { recoveryKey, sealed, missing };
}

interface ServerWithKeys {
  id: string;
  fqdn: string;
  responding: boolean;
}

function serversWithKeys({ db }: ThreadContext): Promise<ServerWithKeys[]> {
  return db
    .select({
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      responding: isResponding(),
    })
    .from(siteSystemServers)
    .innerJoin(sealingKeys, eq(sealingKeys.serverId, siteSystemServers.id))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .orderBy(siteSystemServers.fqdn);
}

async function askAll(
  thread: ThreadContext,
  servers: readonly ServerWithKeys[],
  publicKey: string,
): Promise<Map<string, string>> {
  const asked = new Map<string, string>();
  for (const server of servers.filter(({ responding }) => responding)) {
    const task = { serverId: server.id, input: { publicKey }, requestedBy: thread.component };
    const id = await asOwner(thread, (tx) => askServer(tx, thread.clock, sealKeysForBackup, task));
    asked.set(id, server.fqdn);
  }
  return asked;
}

async function awaitAnswers(
  thread: ThreadContext,
  asked: ReadonlyMap<string, string>,
  sealed: Map<string, Buffer>,
): Promise<void> {
  const open = new Map(asked);
  for (const deadline = Date.now() + ANSWER_WITHIN_MS; open.size > 0 && Date.now() < deadline; ) {
    for (const [id, fqdn] of open) {
      const task = await readServerTask(thread.db, id);
      if (task?.state === "waiting" || task?.state === "running") continue;
      open.delete(id);
      const answer = resultSchema.safeParse(task?.result);
      if (answer.success) sealed.set(fqdn, Buffer.from(answer.data.sealed, "base64"));
      else thread.log.warning(`${fqdn} did not seal its key files: ${task?.failure?.code ?? "no answer"}.`);
    }
    if (open.size > 0 && (await thread.wait(["server-tasks"], 500)) === "stopped") {
      thread.signal.throwIfAborted();
    }
  }
  for (const fqdn of open.values())
    thread.log.warning(`${fqdn} did not answer when asked for its key files.`);
}

async function forget(thread: ThreadContext, ids: string[]): Promise<void> {
  if (ids.length > 0) await thread.db.delete(serverTasks).where(inArray(serverTasks.id, ids));
}
