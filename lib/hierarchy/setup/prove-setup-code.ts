import { clearAttempts, countAttempt } from "@/lib/access/lockout";
import type { Clock } from "@/lib/clock";
import type { Actor } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { fail, ok, type Result } from "@/lib/result";
import { isSetUp } from "./is-set-up";
import { isSetupCode } from "./setup-code";

export type SetupActor = Extract<Actor, { kind: "setup" }>;
export type ProveSetupCodeCode = "setup-done" | "setup-code-wrong" | "setup-code-locked";

/** Not a name an account can have: wrong codes lock nobody's account. */
const LOCKED_AS = "set-up code";

/**
 * Whoever knows the set-up code may run Setup, for as long as there is no hierarchy. Wrong codes are counted for each
 * source address, with the pauses of the sign-in.
 * @param source address the request came from
 */
export async function proveSetupCode(
  { db, clock }: { db: Database; clock: Clock },
  { code, dataDir, source }: { code: string; dataDir: string; source: string },
): Promise<Result<SetupActor, ProveSetupCodeCode>> {
  if (await isSetUp(db)) return fail("setup-done");
  const attempt = { userName: LOCKED_AS, source };
  const counted = await countAttempt({ db, clock }, attempt);
  if (!counted.ok) return fail("setup-code-locked", { field: "code", params: counted.params });
  if (!(await isSetupCode(dataDir, code))) return fail("setup-code-wrong", { field: "code" });
  await clearAttempts(db, attempt);
  return ok({ kind: "setup", source });
}
