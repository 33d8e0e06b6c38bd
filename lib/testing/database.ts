import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type DatabaseHandle, openDatabase } from "@/lib/db/connection";

/** A migrated database of the calling test file's own; dropped after its last test. */
export async function testDatabase(): Promise<DatabaseHandle & { connectionString: string }> {
  const serverUrl = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(serverUrl, `create database ${name} template scp_template`);
  const connectionString = serverUrl.replace(/\/postgres$/, `/${name}`);
  const handle = openDatabase(connectionString, 5);
  afterAll(async () => {
    await handle.close();
    await administer(serverUrl, `drop database ${name} with (force)`);
  });
  return { ...handle, connectionString };
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    // Two files may copy the template at the same moment; PostgreSQL refuses the second for an instant.
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (attempt === 20 || (error as { code?: string }).code !== "55006") throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.end();
  }
}
