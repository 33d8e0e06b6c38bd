import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

type Server = Pick<EmbeddedPostgres, "connectionString" | "stop">;

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const isWanted = project.vitest.projects.some(({ name }) => name.startsWith("integration"));
  if (!isWanted) return;
  const outside = process.env.SCP_TEST_POSTGRES_URL;
  const server = outside ? { connectionString: outside, stop: async () => {} } : await startThrowaway();
  await migrateDatabase(await ensureDatabase(server, "scp_template"));
  project.provide("postgresUrl", server.connectionString);
  return () => server.stop();
}

async function startThrowaway(): Promise<Server> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-test-pg-"));
  const { connectionString, stop } = await startEmbeddedPostgres({
    dataDir,
    port: await freePort(),
    throwaway: true,
  });
  return {
    connectionString,
    async stop() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
