import { z } from "zod";

/** What an operation found of the app's permissions: `ok`, or the code of what is missing. */
export const foundSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Found = z.infer<typeof foundSchema>;

export const FOUND_OK = { code: "ok", params: {} } as const satisfies Found;

/** What a verification learned. */
export const verificationFacts = z
  .object({
    found: foundSchema,
    /** Fingerprint of the key that opened the secret: the role may move before the app is imported. */
    sealedTo: z.string(),
  })
  .partial();

/** Codes that mean the app was not granted what it needs. */
export const CONSENT_CODES: readonly string[] = [
  "permission-missing",
  "consent-missing",
  "no-subscription-visible",
];
