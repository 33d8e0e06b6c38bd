import { desc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { Minute } from "@/lib/clock";
import { auditMessages, users } from "@/lib/db/schema";
import { createUser, signedInCtx } from "@/lib/testing/accounts";
import { testDatabase } from "@/lib/testing/database";
import { testClock } from "@/lib/testing/factories";
import { authenticate } from "./authenticate";
import { changePassword } from "./change-password";
import { closeSession } from "./close-session";
import { findSession, touchSession } from "./find-session";
import { listMySessions } from "./list-my-sessions";
import { revokeOtherSessions } from "./revoke-other-sessions";
import { revokeSession } from "./revoke-session";
import { SESSION_POLICY } from "./session-policy";
import { updatePreferences } from "./update-preferences";

const { db } = await testDatabase();
const clock = testClock();
const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "quieter mule, lamp";

const counts = async (sessionId: string) => (await findSession(db, clock, sessionId)) !== null;

describe("a session", () => {
  test("carries the user's rights as they are now", async () => {
    const user = await createUser(db, { assignments: [{ roleId: "SMS000BR", scopeId: "SMS00UNA" }] });
    const { actor } = await signedInCtx(db, clock, user);
    expect(actor).toMatchObject({
      name: user.userName,
      assignments: [{ roleId: "SMS000BR", scopeId: "SMS00UNA" }],
      source: "192.0.2.1",
    });
  });

  test("ends after idling, and not while somebody is there", async () => {
    const { sessionId } = await signedInCtx(db, clock, await createUser(db));
    clock.advance(SESSION_POLICY.idleMs - 1);
    expect(await counts(sessionId)).toBe(true);
    await touchSession(db, clock, sessionId);
    clock.advance(SESSION_POLICY.idleMs - 1);
    expect(await counts(sessionId)).toBe(true);
    clock.advance(1);
    expect(await counts(sessionId)).toBe(false);
  });

  test("ends at its absolute age whatever happens", async () => {
    const { sessionId } = await signedInCtx(db, clock, await createUser(db));
    for (let age = 0; age < SESSION_POLICY.absoluteMs; age += 30 * Minute.ms) {
      expect(await counts(sessionId)).toBe(true);
      clock.advance(30 * Minute.ms);
      await touchSession(db, clock, sessionId);
    }
    expect(await counts(sessionId)).toBe(false);
  });

  test("ends with the account", async () => {
    const user = await createUser(db);
    const { sessionId } = await signedInCtx(db, clock, user);
    await db.update(users).set({ disabledAt: clock.now() }).where(eq(users.id, user.id));
    expect(await counts(sessionId)).toBe(false);
  });

  test("ends by signing out, recorded once", async () => {
    const ctx = await signedInCtx(db, clock, await createUser(db));
    await closeSession(ctx, ctx.sessionId);
    await closeSession(ctx, ctx.sessionId);
    expect(await counts(ctx.sessionId)).toBe(false);
    expect((await auditOf(ctx.actor)).map((message) => message.action)).toEqual([
      "account.sign-out",
      "account.sign-in",
    ]);
  });
});

describe("my sessions", () => {
  test("are listed with the one that asks, without ended ones", async () => {
    const user = await createUser(db);
    const ended = await signedInCtx(db, clock, user);
    await closeSession(ended, ended.sessionId);
    const other = await signedInCtx(db, clock, user, "198.51.100.1");
    clock.advance(1);
    const mine = await signedInCtx(db, clock, user);
    const result = await listMySessions(mine, {});
    expect(result.ok && result.value.map(({ id, current }) => [id, current])).toEqual([
      [mine.sessionId, true],
      [other.sessionId, false],
    ]);
  });

  test("can be ended one by one, but nobody else's", async () => {
    const user = await createUser(db);
    const mine = await signedInCtx(db, clock, user);
    const other = await signedInCtx(db, clock, user);
    const stranger = await signedInCtx(db, clock, await createUser(db));
    expect(await revokeSession(mine, { id: other.sessionId })).toMatchObject({ ok: true });
    expect(await counts(other.sessionId)).toBe(false);
    expect(await revokeSession(mine, { id: stranger.sessionId })).toMatchObject({
      code: "session-not-found",
    });
    expect(await counts(stranger.sessionId)).toBe(true);
  });

  test("can be ended all but this one", async () => {
    const user = await createUser(db);
    const others = [await signedInCtx(db, clock, user), await signedInCtx(db, clock, user)];
    const mine = await signedInCtx(db, clock, user);
    expect(await revokeOtherSessions(mine, {})).toEqual({ ok: true, value: { revoked: 2 } });
    for (const { sessionId } of others) expect(await counts(sessionId)).toBe(false);
    expect(await counts(mine.sessionId)).toBe(true);
  });
});

describe("changing the password", () => {
  async function signedIn() {
    const user = await createUser(db, { password: PASSWORD });
    return { user, ctx: await signedInCtx(db, clock, user) };
  }

  test("takes effect, ends the other sessions and is recorded without either password", async () => {
    const { user, ctx } = await signedIn();
    const other = await signedInCtx(db, clock, user);
    const result = await changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
    expect(result).toEqual({ ok: true, value: { sessionsRevoked: 1 } });
    expect(await counts(other.sessionId)).toBe(false);
    const signIn = { userName: user.userName, source: "192.0.2.1" };
    expect(await authenticate(ctx, { ...signIn, password: NEW_PASSWORD })).toMatchObject({ ok: true });
    expect(await authenticate(ctx, { ...signIn, password: PASSWORD })).toMatchObject({ ok: false });
    const audit = await auditOf(ctx.actor);
    expect(audit.some((message) => message.messageId === 60052)).toBe(true);
    expect(JSON.stringify(audit)).not.toMatch(/horse|mule/);
  });

  test("needs the current one, and guessing it leads to the lock of the sign-in", async () => {
    const { user, ctx } = await signedIn();
    const guess = () => changePassword(ctx, { currentPassword: "guess", newPassword: NEW_PASSWORD });
    for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ code: "current-password-wrong" });
    expect(await guess()).toMatchObject({ code: "sign-in-locked", params: { seconds: 15 } });
    const signIn = { userName: user.userName, password: PASSWORD, source: "192.0.2.1" };
    expect(await authenticate(ctx, signIn)).toMatchObject({ code: "sign-in-locked" });
  });

  test("follows the policy and blames the field", async () => {
    const { ctx } = await signedIn();
    expect(await changePassword(ctx, { currentPassword: PASSWORD, newPassword: "short" })).toEqual({
      ok: false,
      code: "password-too-short",
      field: "newPassword",
      params: { min: 12 },
    });
    expect(await changePassword(ctx, { currentPassword: PASSWORD, newPassword: PASSWORD })).toMatchObject({
      code: "password-unchanged",
    });
  });

  test("is not for accounts that sign in elsewhere", async () => {
    const ctx = await signedInCtx(db, clock, await createUser(db));
    expect(await changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })).toMatchObject(
      { code: "no-local-password" },
    );
  });
});

describe("preferences", () => {
  test("are kept; one left out stays, null goes back to the browser's", async () => {
    const ctx = await signedInCtx(db, clock, await createUser(db));
    await updatePreferences(ctx, { locale: "de", timeZone: "Europe/Berlin" });
    await updatePreferences(ctx, { theme: "dark", timeZone: null });
    expect((await findSession(db, clock, ctx.sessionId))?.preferences).toEqual({
      locale: "de",
      theme: "dark",
      timeZone: null,
    });
  });

  test.each([{ locale: "fr" }, { theme: "pink" }, { timeZone: "Mars/Olympus" }])(
    "%j is refused",
    async (input) => {
      const ctx = await signedInCtx(db, clock, await createUser(db));
      expect(await updatePreferences(ctx, input)).toMatchObject({ code: "invalid-input" });
    },
  );

  test("nothing chosen is nothing to record", async () => {
    const ctx = await signedInCtx(db, clock, await createUser(db));
    expect(await updatePreferences(ctx, {})).toEqual({ ok: true, value: {} });
    expect(await auditOf(ctx.actor)).toHaveLength(1);
  });
});

function auditOf(actor: { kind: string; userId?: string }) {
  return db
    .select()
    .from(auditMessages)
    .where(eq(auditMessages.userId, actor.userId ?? ""))
    .orderBy(desc(auditMessages.recordId));
}
