import { isIPv6 } from "node:net";
import { Hour, Minute } from "@/lib/clock";
import type { EventTopic } from "@/lib/db/events";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { publishEndpoint, registerCertificate, withdrawEndpoint } from "./endpoints";
import { type FileServer, type ServeOptions, serveFiles } from "./serve-files";

const RENEWAL_LOOK = Hour.ms;

export interface GivenFiles {
  judge: ServeOptions["judge"];
  /** Looks at the database again, when one of `topics` was published or the time has passed. */
  refresh(): Promise<void>;
  topics: readonly EventTopic[];
  refreshMs: number;
}

/**
 * Gives files to other servers for as long as the thread runs: published in the database while it does, taken
 * back at its end, with a certificate that is renewed on the way.
 */
export async function runFileServer(thread: ThreadContext, files: GivenFiles): Promise<void> {
  const server = await startWhenPossible(thread, files);
  if (!server) return;
  const url = urlOf(thread, server.port);
  try {
    await publishEndpoint(thread, url);
    thread.log.info(`Files are given to other servers at ${url}`);
    let lookedAt = thread.clock.now().getTime();
    while (!thread.signal.aborted) {
      await thread.wait(files.topics, files.refreshMs);
      if (thread.signal.aborted) break;
      await files.refresh();
      const now = thread.clock.now().getTime();
      if (now - lookedAt < RENEWAL_LOOK) continue;
      lookedAt = now;
      // The registered one first: a client that connects in between reads the row again.
      server.renew(await registerCertificate(thread));
    }
  } finally {
    await server.close();
    // Without the database or the server there is nothing to take back; the next owner publishes its own.
    await withdrawEndpoint(thread, url).catch(() => {});
  }
}

async function startWhenPossible(thread: ThreadContext, files: GivenFiles): Promise<FileServer | null> {
  const { host, port } = thread.fileExchange;
  const identity = await registerCertificate(thread);
  while (!thread.signal.aborted) {
    try {
      await files.refresh();
      const onError = (error: unknown) =>
        thread.log.warning(`WARNING: Giving a file failed: ${String(error)}`);
      return await serveFiles({ host, port, identity, judge: files.judge, onError });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EADDRINUSE" && code !== "EADDRNOTAVAIL" && code !== "EACCES") throw error;
      thread.log.error(`ERROR: Cannot listen on ${host} port ${port} (${code}); trying again in a minute`);
      await thread.wait([], Minute.ms);
    }
  }
  return null;
}

/** Where others reach what this server gives at `port`. */
export function urlOf(
  { fileExchange, serverFqdn }: Pick<ThreadContext, "fileExchange" | "serverFqdn">,
  port: number,
): string {
  const host = fileExchange.advertisedHost ?? serverFqdn;
  return `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
