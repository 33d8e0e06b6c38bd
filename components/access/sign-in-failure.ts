import { z } from "zod";
import type { Failure } from "@/lib/result";

const failureSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

const ADDRESS_CODES = [
  "entra-claims-invalid",
  "entra-no-role",
  "entra-name-taken",
  "entra-account-disabled",
] as const;

/**
 * The failure behind `?error=` in the sign-in page's address. Anybody can write such an address, so only codes
 * that a redirect really brings are believed; everything else is merely `sign-in-failed`.
 */
export function failureInAddress(error: string): Failure {
  return { ok: false, code: ADDRESS_CODES.find((known) => known === error) ?? "sign-in-failed" };
}

/** The failure behind the `error` that next-auth answered to this page's own sign-in. */
export function failureInAnswer(error: string): Failure {
  try {
    return { ok: false, ...failureSchema.parse(JSON.parse(error)) };
  } catch {
    return { ok: false, code: "sign-in-failed" };
  }
}
