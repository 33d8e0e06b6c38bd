import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { openDatabase } from "./connection";

const { db, connectionString } = await testDatabase();

it("a connection that dies between two statements of a transaction fails the next one, and not the process", async () => {
  const other = openDatabase(connectionString, 1);
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on("uncaughtException", note);
  try {
    const transaction = other.db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
      // The end of the connection arrives while nothing is asked.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await tx.execute(sql`select 1`);
    });
    await expect(transaction).rejects.toThrow();
    expect(unhandled).toEqual([]);
    expect((await other.db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  } finally {
    process.off("uncaughtException", note);
    await other.close();
  }
});
