import { z } from "zod";
import type { ShownFailure } from "../ui/failure-message";

// Zod tries whether it may compile its schemas; the content security policy says no, and reports the attempt.
z.config({ jitless: true });

/** How the portal packs a failure into the only string that next-auth hands on. */
const refusalSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

/** Why a sign-in was refused. Whatever the portal did not write itself is a sign-in that did not complete. */
export function refusalOf(error: string): ShownFailure {
  try {
    return refusalSchema.parse(JSON.parse(error));
  } catch {
    return { code: "sign-in-failed" };
  }
}
