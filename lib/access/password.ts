import { hash, verify } from "@node-rs/argon2";
import { PASSWORD_POLICY } from "./password-policy";

/**
 * Cost of one hash (OWASP Password Storage: argon2id with at least 19 MiB and two passes). Hashing runs on
 * libuv's four threads, so a burst of sign-ins takes at most 4 × 46 MiB and never the whole machine.
 * The library's default algorithm is argon2id.
 */
const ARGON2 = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const;

/** argon2id in PHC format, with its own salt and parameters inside. */
export const hashPassword = (password: string): Promise<string> => hash(normalise(password), ARGON2);

/**
 * Whether `password` is the one behind `passwordHash`. Without a hash (unknown name, account that signs in
 * elsewhere) it works exactly as long and says no, so that time does not tell which names exist.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  // Awaited on both paths: the first call pays for it whether or not the account exists.
  const nobody = await nobodysHash();
  if ([...password].length > PASSWORD_POLICY.maxLength) return false;
  const matches = await verify(passwordHash ?? nobody, normalise(password));
  return passwordHash !== null && matches;
}

let nobodysHashOnce: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobodysHashOnce ??= hashPassword(crypto.randomUUID());
  return nobodysHashOnce;
}

/** The same password typed on another keyboard may arrive as other code points (NIST SP 800-63B §3.1.1.2). */
const normalise = (password: string): string => password.normalize("NFKC");
