import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureDatabase, freePort, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One throwaway PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const isWanted = project.vitest.projects.some(({ name }) => name.startsWith("integration"));
  if (!isWanted) return;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-test-pg-"));
  const server = await startEmbeddedPostgres({ dataDir, port: await freePort(), throwaway: true });
  await migrateDatabase(await ensureDatabase(server, "scp_template"));
  project.provide("postgresUrl", server.connectionString);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
