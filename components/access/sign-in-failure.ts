import { z } from "zod";
import type { Failure } from "@/lib/result";

const failureSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

/** Codes that the sign-in page may be opened with; any other word in its address is next-auth's or a stranger's. */
const REDIRECT_CODES = [
  "entra-claims-invalid",
  "entra-no-role",
  "entra-name-taken",
  "entra-account-disabled",
] as const;

/** The failure behind the `error` that next-auth reports; `sign-in-failed` when it says nothing useful. */
export function signInFailure(error: string): Failure {
  const code = REDIRECT_CODES.find((known) => known === error);
  if (code) return { ok: false, code };
  try {
    return { ok: false, ...failureSchema.parse(JSON.parse(error)) };
  } catch {
    return { ok: false, code: "sign-in-failed" };
  }
}
