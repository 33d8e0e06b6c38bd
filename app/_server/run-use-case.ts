import { randomUUID } from "node:crypto";
import { touchSession } from "@/lib/access/find-session";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import { fail, type Result } from "@/lib/result";
import type { CommonFailureCode, UseCase } from "@/lib/use-case";
import { currentUser } from "./current-user";
import { database } from "./database";

/** What can go wrong around any use case the portal runs. */
export type PortalFailureCode = CommonFailureCode | "unauthenticated" | "internal-error";

/**
 * Runs a use case as the signed-in user. Never throws for what the use case did: a bug or a lost database
 * becomes `internal-error` with the correlation id under which the portal's log holds the cause.
 */
export async function runUseCase<T, Code extends string>(
  operation: UseCase<T, Code>,
  input: unknown,
): Promise<Result<T, Code | PortalFailureCode>> {
  return run(operation, input, { countsAsPresence: true });
}

/** The same for a live refresh, which happens without anybody at the screen. */
export async function refreshUseCase<T, Code extends string>(
  operation: UseCase<T, Code>,
  input: unknown,
): Promise<Result<T, Code | PortalFailureCode>> {
  return run(operation, input, { countsAsPresence: false });
}

async function run<T, Code extends string>(
  operation: UseCase<T, Code>,
  input: unknown,
  { countsAsPresence }: { countsAsPresence: boolean },
): Promise<Result<T, Code | PortalFailureCode>> {
  const user = await currentUser();
  if (!user) return fail("unauthenticated");
  const { db } = database();
  const correlationId = randomUUID();
  const ctx: Ctx = { actor: user.actor, db, clock: systemClock, correlationId };
  try {
    if (countsAsPresence) await touchSession(db, systemClock, user.actor.sessionId);
    return await operation(ctx, input);
  } catch (error) {
    console.error(`${correlationId} ${operation.useCaseName} failed`, error);
    return fail("internal-error", { params: { correlationId } });
  }
}
