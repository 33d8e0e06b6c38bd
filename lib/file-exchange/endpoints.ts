import { eq, sql } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { fileExchangeEndpoints } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { type ServerIdentity, serverIdentity } from "./identity";

export type ExchangeThread = Pick<
  ThreadContext,
  "db" | "ownsServer" | "serverId" | "serverFqdn" | "installDir" | "clock"
>;

/**
 * Makes sure that the server has a certificate with time left and that the others can know it. Threads that fetch
 * or give files call it before they do.
 */
export async function registerCertificate(thread: ExchangeThread): Promise<ServerIdentity> {
  const { db, serverId, installDir, serverFqdn, clock } = thread;
  const identity = await serverIdentity(installDir, serverFqdn, clock.now());
  const [known] = await db
    .select({ certificate: fileExchangeEndpoints.certificate })
    .from(fileExchangeEndpoints)
    .where(eq(fileExchangeEndpoints.serverId, serverId));
  if (known?.certificate !== identity.certificate) await register(thread, identity, {});
  return identity;
}

/** Says where the server gives files from now on; null: nowhere. */
export async function publishEndpoint(thread: ExchangeThread, url: string | null): Promise<void> {
  const { installDir, serverFqdn, clock } = thread;
  await register(thread, await serverIdentity(installDir, serverFqdn, clock.now()), { url });
}

/** Takes the address back, if it still is the one this thread published. */
export async function withdrawEndpoint(thread: ExchangeThread, url: string): Promise<void> {
  await asOwner(thread, async (tx) => {
    await tx
      .update(fileExchangeEndpoints)
      .set({ url: null, updatedAt: thread.clock.now() })
      .where(
        sql`${fileExchangeEndpoints.serverId} = ${thread.serverId} and ${fileExchangeEndpoints.url} = ${url}`,
      );
    await publish(tx, { topic: "replication", key: thread.serverId });
  });
}

async function register(
  thread: ExchangeThread,
  { certificate }: ServerIdentity,
  address: { url?: string | null },
): Promise<void> {
  const known = { certificate, ...address, updatedAt: thread.clock.now() };
  await asOwner(thread, async (tx) => {
    await tx
      .insert(fileExchangeEndpoints)
      .values({ serverId: thread.serverId, ...known })
      .onConflictDoUpdate({ target: fileExchangeEndpoints.serverId, set: known });
    await publish(tx, { topic: "replication", key: thread.serverId });
  });
}
