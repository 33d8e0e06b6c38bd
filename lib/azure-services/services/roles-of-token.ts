import { z } from "zod";

const claims = z.object({ roles: z.array(z.string()).default([]) });

/**
 * Application permissions an access token carries (reference/protocols/identity.md §3.3). Only what it says of itself is
 * read, to name what is missing; whoever it is for decides.
 * @returns null when the token is not one that can be read
 */
export function rolesOfToken(token: string): readonly string[] | null {
  const [, payload, signature] = token.split(".");
  if (!payload || signature === undefined) return null;
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).roles;
  } catch {
    // An opaque token: the service's own answer has to say it.
    return null;
  }
}
