import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { z } from "zod";
import { SOURCE_ADDRESS_HEADER } from "@/lib/access/source-address";
import { UNKNOWN_SOURCE } from "@/lib/access/unknown-source";
import { systemClock } from "@/lib/clock";
import { collectMachineFacts } from "@/lib/hierarchy/setup/collect-machine-facts";
import { type ProveSetupCodeCode, proveSetupCode } from "@/lib/hierarchy/setup/prove-setup-code";
import { fail, type Result } from "@/lib/result";
import type { CommonFailureCode, UseCase } from "@/lib/use-case";
import { database } from "./database";
import { settings } from "./settings";

const asked = z.object({ code: z.string().max(256), setup: z.unknown() }).catch({ code: "", setup: null });

export type SetupFailureCode = CommonFailureCode | ProveSetupCodeCode | "internal-error";

/**
 * Runs a use case of Setup for whoever knows the set-up code, with what this computer is like: there is no account yet
 * that could sign in. Never throws, as `runUseCase`.
 */
export async function runInSetup<T, Code extends string>(
  operation: UseCase<T, Code>,
  input: unknown,
): Promise<Result<T, Code | SetupFailureCode>> {
  const { code, setup } = asked.parse(input);
  const { dataDir, publicUrl, sessionSecret } = settings();
  const { db } = database();
  const correlationId = randomUUID();
  try {
    const source = (await headers()).get(SOURCE_ADDRESS_HEADER) ?? UNKNOWN_SOURCE;
    const proved = await proveSetupCode({ db, clock: systemClock }, { code, dataDir, source });
    if (!proved.ok) return proved;
    const machine = await collectMachineFacts({ dataDir, publicUrl, sessionSecret });
    return await operation(
      { actor: proved.value, db, clock: systemClock, correlationId },
      { setup, machine },
    );
  } catch (error) {
    console.error(`${correlationId} ${operation.useCaseName} failed`, error);
    return fail("internal-error", { params: { correlationId } });
  }
}
