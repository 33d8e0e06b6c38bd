import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openDatabase } from "@/lib/db/connection";
import { executives } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { readHealth } from "./health";

const about = { version: "1.2.3", lab: true };
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

describe("health", () => {
  it("follows the executive's heartbeat: down without one, ok with a fresh one, down when it went stale", async () => {
    const { db } = await testDatabase();
    expect(await readHealth(db, about)).toEqual({
      version: "1.2.3",
      status: "down",
      database: "ok",
      executive: { status: "down", heartbeatAt: null },
      lab: true,
    });

    await db.insert(executives).values({
      id: randomUUID(),
      hostName: "scp01",
      processId: 1,
      version: "1.2.3",
      startedAt: secondsAgo(60),
      heartbeatAt: secondsAgo(2),
    });
    expect(await readHealth(db, about)).toMatchObject({ status: "ok", executive: { status: "ok" } });

    await db.update(executives).set({ heartbeatAt: secondsAgo(60) });
    expect(await readHealth(db, about)).toMatchObject({ status: "down", database: "ok" });
  });

  it("says that the database is down without saying where it is", async () => {
    const gone = openDatabase("postgres://scp:secret@127.0.0.1:1/scp");
    const health = await readHealth(gone.db, about);
    await gone.close();
    expect(health).toMatchObject({ status: "down", database: "down" });
    expect(JSON.stringify(health)).not.toMatch(/secret|127\.0\.0\.1|ECONN/);
  });
});
