import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

const SECRET_BYTES = 32;
const PREFIX = "scp1.";

const tokenSchema = z.object({
  /** Origin of the portal. */
  portal: z.url({ protocol: /^https?$/ }),
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** SHA-256 of the portal's certificate, hex; left out where a known authority vouches for it. */
  pin: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** All that a server needs to join: where, the right to do it once, and what the portal is known by. */
export type JoinToken = z.output<typeof tokenSchema>;

export const makeJoinSecret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

/** What is stored of a token: enough to know it again, too little to use it. */
export const hashJoinSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** One word that can be copied into a command line. */
export const writeJoinToken = (token: JoinToken): string =>
  PREFIX + Buffer.from(JSON.stringify(token)).toString("base64url");

/** @returns null when it is no token, or was cut off while copying */
export function readJoinToken(text: string): JoinToken | null {
  if (!text.startsWith(PREFIX)) return null;
  try {
    const json = Buffer.from(text.slice(PREFIX.length), "base64url").toString();
    return tokenSchema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
