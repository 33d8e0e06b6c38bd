import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from "./embedded-postgres";
import { isServerOf } from "./postgres-orphan";

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function folder(mode = 0o755): Promise<string> {
  const parent = await mkdtemp(path.join(os.tmpdir(), "scp-embedded-"));
  await chmod(parent, mode);
  const dataDir = path.join(parent, "postgres");
  cleanUp.push(async () => {
    await removeEmbeddedPostgres(dataDir);
    await rm(parent, { recursive: true, force: true });
  });
  return dataDir;
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, port: await freePort(), throwaway: true });
  cleanUp.push(() => server.stop());
  return server;
}

async function ask(connectionString: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  it("is PostgreSQL 18, keeps its data over a restart, and makes a database only once", async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    const database = await ensureDatabase(first, "site");
    await ask(database, "create table kept as select 'yes' as answer");
    expect(await ask(database, "show server_version_num")).toEqual([
      { server_version_num: expect.stringMatching(/^18/) },
    ]);
    await first.stop();

    const again = await ensureDatabase(await start(dataDir), "site");
    expect(await ask(again, "select answer from kept")).toEqual([{ answer: "yes" }]);
  });

  it("ends the server that a killed start left running on the same folder", async () => {
    const dataDir = await folder();
    const orphan = await start(dataDir);
    const next = await start(dataDir);
    expect(orphan.process.exitCode ?? orphan.process.signalCode).not.toBeNull();
    expect(await ask(next.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("starts again right after kill -9 of its main process", async () => {
    const dataDir = await folder();
    const killed = await start(dataDir);
    killed.process.kill("SIGKILL");
    const next = await start(dataDir);
    expect(await ask(next.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("is not stopped by a recorded pid that now belongs to somebody else", async () => {
    const dataDir = await folder();
    await (await start(dataDir)).stop();
    const moved = await readFile(path.join(dataDir, "location"), "utf8").catch(() => dataDir);
    await writeFile(path.join(moved.trim(), "cluster/postmaster.pid"), `${process.pid}\n`);
    const next = await start(dataDir);
    expect(await ask(next.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("says in PostgreSQL's own words why it cannot start", async () => {
    const running = await start(await folder());
    const port = Number(new URL(running.connectionString).port);
    const rival = startEmbeddedPostgres({ dataDir: await folder(), port, throwaway: true });
    await expect(rival).rejects.toThrow(/Address already in use/);
  });

  it.runIf(process.getuid?.() === 0)(
    "works for root below a folder of mode 0700, and leaves nothing there when removed",
    async () => {
      const dataDir = await folder(0o700);
      const server = await start(dataDir);
      const home = (await readFile(path.join(dataDir, "location"), "utf8")).trim();
      expect(existsSync(path.join(home, "cluster/PG_VERSION"))).toBe(true);
      const { pid = 0 } = server.process;

      await removeEmbeddedPostgres(dataDir);

      expect(existsSync(home)).toBe(false);
      expect(existsSync(dataDir)).toBe(false);
      expect(isServerOf(pid, path.join(home, "cluster"))).toBe(false);
    },
  );

  it.runIf(process.getuid?.() === 0)(
    "does not reuse the data of a folder that was deleted by hand",
    async () => {
      const dataDir = await folder(0o700);
      await ask(await ensureDatabase(await start(dataDir), "site"), "create table old ()");
      await rm(dataDir, { recursive: true });

      const fresh = await ensureDatabase(await start(dataDir), "site");

      expect(await ask(fresh, "select to_regclass('old') as old")).toEqual([{ old: null }]);
    },
  );
});
