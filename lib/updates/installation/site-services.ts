import { readFile } from "node:fs/promises";
import path from "node:path";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { commandServices, respondingServers, type SiteServer } from "@/lib/backup/site-services";
import { componentThreads } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { writeFileAtomic } from "../publish/atomic-file";
import { switchFolder } from "./folders";
import { InstallationError } from "./installation-failure";

const stoppedSchema = z.array(z.string());

const stoppedFile = (installDir: string, packageGuid: string): string =>
  path.join(switchFolder(installDir, packageGuid), "services.json");

/**
 * Stops SMS_EXECUTIVE of every server of the site that runs one; CONFIGURATION_MANAGER_UPDATE is a service of its
 * own and goes on. Which were stopped is written down first, so that they start again also after a kill.
 * @returns how many servers were or had been stopped
 * @throws InstallationError `services-not-stopped`
 */
export async function stopServices(thread: ThreadContext, packageGuid: string): Promise<number> {
  const file = stoppedFile(thread.installDir, packageGuid);
  const before = await readStopped(file);
  const running = await serversWith(thread, ["running", "starting"]);
  if (running.length === 0) return before.length;
  const stopped = [...new Set([...before, ...running.map(({ id }) => id)])];
  await writeFileAtomic(file, Buffer.from(JSON.stringify(stopped)));
  await commandServices(thread, running, "stop");
  thread.signal.throwIfAborted();
  const [still] = await serversWith(thread, ["running", "starting", "stopping"]);
  if (still) throw new InstallationError("services-not-stopped", { server: still.fqdn });
  return stopped.length;
}

/** Starts what `stopServices` stopped and nobody else has started since. */
export async function startServices(thread: ThreadContext, packageGuid: string): Promise<number> {
  const stopped = await readStopped(stoppedFile(thread.installDir, packageGuid));
  const down = (await serversWith(thread, ["stopped"])).filter(({ id }) => stopped.includes(id));
  if (down.length > 0) await commandServices(thread, down, "start");
  return stopped.length;
}

async function serversWith(
  thread: ThreadContext,
  states: ("stopped" | "starting" | "running" | "stopping")[],
): Promise<SiteServer[]> {
  const responding = await respondingServers(thread);
  if (responding.length === 0) return [];
  const rows = await thread.db
    .select({ serverId: componentThreads.serverId })
    .from(componentThreads)
    .where(
      and(
        eq(componentThreads.component, "SMS_EXECUTIVE"),
        inArray(componentThreads.state, states),
        inArray(
          componentThreads.serverId,
          responding.map(({ id }) => id),
        ),
      ),
    );
  const ids = new Set(rows.map(({ serverId }) => serverId));
  return responding.filter(({ id }) => ids.has(id));
}

async function readStopped(file: string): Promise<string[]> {
  try {
    return stoppedSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
