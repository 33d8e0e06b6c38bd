import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { inDataDir } from "@/bin/start/data-folder";
import { systemClock } from "@/lib/clock";
import { loadExecutiveConfig } from "@/lib/config";
import type { Ctx } from "@/lib/context";
import { type DatabaseHandle, openDatabase } from "@/lib/db/connection";
import { readDatabaseAccess } from "@/lib/hierarchy/enrolment/kept-access";
import { CommandLineError } from "./error";

/** The site database a command line works on, and who works on it. */
export interface Hierarchy {
  ctx: Ctx;
  databaseUrl: URL;
  /** Where the servers of this machine keep their files. */
  serversDir: string;
  close(): Promise<void>;
}

const portsSchema = z.object({ postgres: z.int() });

/**
 * Connects to the database that `DATABASE_URL` names, else with the login of the server that joined with the data
 * folder, else to the database the product runs itself on it.
 * @throws CommandLineError when neither is there, ConfigError
 */
export async function openHierarchy(): Promise<Hierarchy> {
  const dataDir = path.resolve(process.env.SCP_DATA_DIR ?? ".data");
  const configured = loadExecutiveConfig({
    ...process.env,
    DATABASE_URL:
      process.env.DATABASE_URL ?? (await joinedDatabase(dataDir)) ?? (await runningDatabase(dataDir)),
  });
  const handle: DatabaseHandle = openDatabase(configured.databaseUrl, 2);
  const osUser = os.userInfo().username;
  return {
    ctx: {
      actor: { kind: "command-line", osUser },
      db: handle.db,
      clock: systemClock,
      correlationId: randomUUID(),
    },
    databaseUrl: new URL(configured.databaseUrl),
    serversDir: path.join(configured.dataDir, "servers"),
    close: () => handle.close(),
  };
}

/** The database of the server that joined with this data folder. */
async function joinedDatabase(dataDir: string): Promise<string | undefined> {
  const serversDir = path.join(dataDir, "servers");
  for (const fqdn of await readdir(serversDir).catch(() => [])) {
    const access = await readDatabaseAccess(path.join(serversDir, fqdn));
    if (access) return access.connectionString;
  }
  return undefined;
}

/** The database of a product started here, by the port and password it recorded. */
async function runningDatabase(dataDir: string): Promise<string> {
  try {
    const ports = await readFile(path.join(inDataDir(dataDir, "run"), "ports.json"), "utf8");
    const password = await readFile(path.join(inDataDir(dataDir, "postgres"), "superuser-password"), "utf8");
    const { postgres } = portsSchema.parse(JSON.parse(ports));
    const url = new URL(`postgres://postgres@127.0.0.1:${postgres}/service_connection_point`);
    url.password = password.trim();
    return url.href;
  } catch (cause) {
    throw new CommandLineError(
      `No site database was found. Start the product on ${dataDir}, name another folder with SCP_DATA_DIR, or set DATABASE_URL.`,
      { cause },
    );
  }
}
