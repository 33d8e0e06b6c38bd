import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { Hour } from "@/lib/clock";
import { auditMessages, users } from "@/lib/db/schema";
import { createUser } from "@/lib/testing/accounts";
import { testDatabase } from "@/lib/testing/database";
import { testClock } from "@/lib/testing/factories";
import { authenticate } from "./authenticate";
import { LOCKOUT } from "./lockout";

const { db } = await testDatabase();
const clock = testClock();
const ctx = { db, clock, correlationId: "test" };
const PASSWORD = "correct horse battery";
const HERE = "192.0.2.1";
const ELSEWHERE = "198.51.100.1";

const signIn = (userName: string, password: string, source = HERE) =>
  authenticate(ctx, { userName, password, source });

async function failTimes(count: number, userName: string, source = HERE) {
  for (let i = 0; i < count; i++) await signIn(userName, "wrong", source);
}

/** A name of its own per test, so that no lock of another is in the way. */
const freshUser = () => createUser(db, { userName: `Anna-${randomUUID()}`, password: PASSWORD });

describe("a local account", () => {
  test("signs in with its password, whatever the case of the name", async () => {
    const user = await freshUser();
    expect(await signIn(user.userName.toUpperCase(), PASSWORD)).toEqual({
      ok: true,
      value: { userId: user.id },
    });
  });

  test("is refused alike for a wrong password, an unknown name, a disabled account and nonsense", async () => {
    const user = await freshUser();
    const disabled = await createUser(db, { userName: `d-${randomUUID()}`, password: PASSWORD });
    await db.update(users).set({ disabledAt: clock.now() }).where(eq(users.id, disabled.id));
    const passwordless = await createUser(db);
    const refused = { ok: false, code: "sign-in-refused" };
    expect(await signIn(user.userName, "wrong")).toEqual(refused);
    expect(await signIn(randomUUID(), PASSWORD)).toEqual(refused);
    expect(await signIn(disabled.userName, PASSWORD)).toEqual(refused);
    expect(await signIn(passwordless.userName, PASSWORD)).toEqual(refused);
    expect(await authenticate(ctx, { userName: { $ne: 1 }, password: 1, source: HERE })).toEqual(refused);
  });

  test("leaves an audit message for each failure, without the name of an account that does not exist", async () => {
    const user = await freshUser();
    await signIn(user.userName, "wrong");
    expect(await lastAudit()).toMatchObject({
      messageId: 60051,
      allowed: false,
      userId: user.id,
      strings: [user.userName, HERE, "sign-in"],
    });
    await signIn("my secret password", "wrong");
    expect(await lastAudit()).toMatchObject({ userId: null, strings: ["-", HERE, "sign-in"] });
  });
});

describe("the lock", () => {
  test("grows as the table says and then stays", async () => {
    const { userName } = await freshUser();
    const [first] = LOCKOUT;
    await failTimes(first.failures - 1, userName);
    for (const { lockedSeconds } of [...LOCKOUT, ...LOCKOUT.slice(-1)]) {
      expect(await signIn(userName, "wrong")).toMatchObject({ code: "sign-in-refused" });
      expect(await signIn(userName, PASSWORD)).toEqual({
        ok: false,
        code: "sign-in-locked",
        params: { seconds: lockedSeconds },
      });
      clock.advance(lockedSeconds * 1000);
    }
    expect(await signIn(userName, PASSWORD)).toMatchObject({ ok: true });
  });

  test("says the whole seconds that remain and is not made longer by trying", async () => {
    const { userName } = await freshUser();
    await failTimes(5, userName);
    clock.advance(4_200);
    await failTimes(20, userName);
    expect(await signIn(userName, PASSWORD)).toMatchObject({ params: { seconds: 11 } });
    clock.advance(10_800);
    expect(await signIn(userName, PASSWORD)).toMatchObject({ ok: true });
  });

  test("is for one name and one source: nobody else is locked out", async () => {
    const { userName } = await freshUser();
    const colleague = await freshUser();
    await failTimes(8, userName);
    expect(await signIn(userName, PASSWORD)).toMatchObject({ code: "sign-in-locked" });
    expect(await signIn(userName, PASSWORD, ELSEWHERE)).toMatchObject({ ok: true });
    expect(await signIn(colleague.userName, PASSWORD)).toMatchObject({ ok: true });
  });

  test("is the same for a name that does not exist", async () => {
    const nobody = randomUUID();
    await failTimes(5, nobody);
    expect(await signIn(nobody, "wrong")).toMatchObject({ code: "sign-in-locked", params: { seconds: 15 } });
  });

  test("holds for attempts made at the same moment", async () => {
    const { userName } = await freshUser();
    const results = await Promise.all(Array.from({ length: 12 }, () => signIn(userName, "wrong")));
    expect(results.filter((r) => !r.ok && r.code === "sign-in-refused")).toHaveLength(5);
  });

  test("starts anew after a success, and after a day", async () => {
    const { userName } = await freshUser();
    await failTimes(4, userName);
    await signIn(userName, PASSWORD);
    await failTimes(4, userName);
    expect(await signIn(userName, PASSWORD)).toMatchObject({ ok: true });
    await failTimes(4, userName);
    clock.advance(25 * Hour.ms);
    await failTimes(4, userName);
    expect(await signIn(userName, PASSWORD)).toMatchObject({ ok: true });
  });
});

async function lastAudit() {
  const [message] = await db.select().from(auditMessages).orderBy(desc(auditMessages.recordId)).limit(1);
  return message;
}
