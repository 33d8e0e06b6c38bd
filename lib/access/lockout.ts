import { and, eq, lt } from "drizzle-orm";
import { type Clock, Day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { signInFailures } from "@/lib/db/schema";
import { fail, type Result } from "@/lib/result";
import { sourceNetwork } from "./source-address";

/**
 * How long an account name is locked *for one source address* after so many failed attempts in a row. The last
 * line goes for all further ones. Nobody can lock an account for anybody else.
 */
export const LOCKOUT = [
  { failures: 5, lockedSeconds: 15 },
  { failures: 6, lockedSeconds: 30 },
  { failures: 7, lockedSeconds: 60 },
  { failures: 8, lockedSeconds: 5 * 60 },
  { failures: 9, lockedSeconds: 15 * 60 },
  { failures: 10, lockedSeconds: 60 * 60 },
] as const;

/** Failures older than this no longer count. */
const FORGET_AFTER_MS = 1 * Day.ms;

export const lockedSecondsAfter = (failures: number): number =>
  LOCKOUT.findLast((step) => failures >= step.failures)?.lockedSeconds ?? 0;

interface Attempt {
  userName: string;
  source: string;
}

/**
 * Counts an attempt as failed *before* the password is looked at, so that a thousand attempts at once are a
 * thousand failures and not one. `clearAttempts` takes it back after a success.
 * @returns `sign-in-locked` with the whole seconds to wait, without counting, while the lock lasts
 */
export async function countAttempt(
  { db, clock }: { db: Database; clock: Clock },
  attempt: Attempt,
): Promise<Result<{ failures: number }, "sign-in-locked">> {
  const now = clock.now();
  const key = keyOf(attempt);
  return db.transaction(async (tx) => {
    await tx
      .delete(signInFailures)
      .where(lt(signInFailures.lastFailureAt, new Date(now.getTime() - FORGET_AFTER_MS)));
    await tx
      .insert(signInFailures)
      .values({ ...key, failures: 0, lastFailureAt: now })
      .onConflictDoNothing();
    const [row] = await tx.select().from(signInFailures).where(isKey(key)).for("update");
    const remainingMs = (row?.lockedUntil?.getTime() ?? 0) - now.getTime();
    if (remainingMs > 0)
      return fail("sign-in-locked", { params: { seconds: Math.ceil(remainingMs / 1000) } });
    const failures = (row?.failures ?? 0) + 1;
    const lockedMs = lockedSecondsAfter(failures) * 1000;
    await tx
      .update(signInFailures)
      .set({
        failures,
        lastFailureAt: now,
        lockedUntil: lockedMs > 0 ? new Date(now.getTime() + lockedMs) : null,
      })
      .where(isKey(key));
    return { ok: true, value: { failures } };
  });
}

/** The password was right: this name from this source starts anew. */
export async function clearAttempts(db: Database, attempt: Attempt): Promise<void> {
  await db.delete(signInFailures).where(isKey(keyOf(attempt)));
}

interface Key {
  userName: string;
  source: string;
}

const keyOf = ({ userName, source }: Attempt): Key => ({
  userName: userName.toLowerCase(),
  source: sourceNetwork(source),
});

const isKey = (key: Key) =>
  and(eq(signInFailures.userName, key.userName), eq(signInFailures.source, key.source));
