import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { closeSession } from "@/lib/access/close-session";
import { systemClock } from "@/lib/clock";
import type { RoleAssignment } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { createUser, signedInCtx } from "@/lib/testing/accounts";
import { testDatabase } from "@/lib/testing/database";

const { db, connectionString } = await testDatabase();
process.env.DATABASE_URL = connectionString;
process.env.SCP_SESSION_SECRET = "only-for-the-events-integration-test";
const browser = vi.hoisted(() => ({ sessionId: null as string | null }));
vi.mock("@/app/_server/session-id", () => ({ sessionIdOfRequest: async () => browser.sessionId }));

const { GET } = await import("./route");
const { database } = await import("@/app/_server/database");
afterAll(() => database().close());
beforeEach(() => {
  browser.sessionId = null;
});

/** An open page of a user with these roles: what the stream said so far, and the way to close it. */
async function openPage(assignments: readonly RoleAssignment[]) {
  const ctx = await signedInCtx(db, systemClock, await createUser(db, { assignments }));
  browser.sessionId = ctx.sessionId;
  const leaving = new AbortController();
  const response = await GET(new Request("http://localhost/api/events", { signal: leaving.signal }));
  const page = { ctx, response, text: "", ended: false, leave: () => leaving.abort() };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) page.text += decoder.decode(chunk);
    page.ended = true;
  })();
  await listening();
  return page;
}

/** Notifications of before the LISTEN are nobody's. */
async function listening() {
  await expect
    .poll(async () => {
      const { rows } = await database().pool.query(
        "select from pg_stat_activity where datname = current_database() and query like 'listen %'",
      );
      return rows.length;
    })
    .toBe(1);
}

const FULL: RoleAssignment = { roleId: "SMS0001R", scopeId: "SMS00ALL" };
const ASSET_MANAGER: RoleAssignment = { roleId: "SMS0004R", scopeId: "SMS00ALL" };

test("is closed to a visitor who is not signed in", async () => {
  const response = await GET(new Request("http://localhost/api/events"));
  expect(response.status).toBe(401);
});

test("names the queries an event touches, on one connection for all pages", async () => {
  const first = await openPage([FULL]);
  const second = await openPage([FULL]);
  expect(first.response.headers.get("cache-control")).toContain("no-transform");
  await publish(db, { topic: "alerts" });
  for (const page of [first, second]) {
    await expect.poll(() => page.text).toContain("event: changed\ndata: listAlerts\n\n");
    page.leave();
    await expect.poll(() => page.ended).toBe(true);
  }
});

test("does not even mention what the user may not see", async () => {
  const admin = await openPage([FULL]);
  const assetManager = await openPage([ASSET_MANAGER]);
  await publish(db, { topic: "updates" });
  await publish(db, { topic: "components" });
  await publish(db, { topic: "sessions" });
  await expect.poll(() => assetManager.text).toContain("data: listMySessions\n");
  expect(assetManager.text.match(/^data: .*$/gm)).toEqual(["data: listMySessions"]);
  await expect.poll(() => admin.text).toContain("listUpdates");
  admin.leave();
  assetManager.leave();
});

test("a burst of a thousand arrives as at most four a second", async () => {
  const page = await openPage([FULL]);
  const started = performance.now();
  for (let i = 0; i < 1000; i++) await publish(db, { topic: "update-progress", key: String(i) });
  const seconds = (performance.now() - started) / 1000;
  await expect.poll(() => page.text).toContain("event: changed");
  const messages = page.text.match(/event: changed/g)?.length ?? 0;
  expect(messages).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 2);
  page.leave();
});

test("ends at once when the session is ended, and not when another is", async () => {
  const page = await openPage([FULL]);
  const other = await openPage([FULL]);
  await closeSession(page.ctx, page.ctx.sessionId);
  await expect.poll(() => page.ended, { timeout: 2000 }).toBe(true);
  expect(page.text).toMatch(/event: session-ended\ndata: -\n\n$/);
  expect(other.ended).toBe(false);
  other.leave();
});
