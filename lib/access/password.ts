import { hash, verify } from "@node-rs/argon2";

/**
 * Cost of one hash (OWASP Password Storage: argon2id with at least 19 MiB and two passes). Hashing runs on
 * libuv's four threads, so a burst of sign-ins takes at most 4 × 46 MiB and never the whole machine.
 * The library's default algorithm is argon2id.
 */
const ARGON2 = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const;

/** Length counts, composition does not (NIST SP 800-63B §3.1.1); the upper bound keeps a request cheap. */
export const PASSWORD_POLICY = {
  minLength: 12,
  maxLength: 128,
  minDistinctCharacters: 5,
  /** Lower case; a password built around one of them is the first a guesser tries. */
  forbiddenWords: [
    "password",
    "passwort",
    "kennwort",
    "qwertyuiop",
    "qwertzuiop",
    "123456789",
    "987654321",
    "abcdefghi",
    "administrator",
    "letmein",
    "configmgr",
    "changeme",
  ],
} as const;

export type PasswordFault =
  | { code: "password-too-short"; params: { min: number } }
  | { code: "password-too-long"; params: { max: number } }
  | { code: "password-too-uniform"; params: { min: number } }
  | { code: "password-contains-user-name"; params: Record<string, never> }
  | { code: "password-too-common"; params: Record<string, never> };

/** Everything the policy holds against `password`; empty when it may be used. */
export function checkPasswordPolicy(password: string, userName: string): PasswordFault[] {
  const faults: PasswordFault[] = [];
  const length = [...password].length;
  const lower = password.toLowerCase();
  const { minLength, maxLength, minDistinctCharacters, forbiddenWords } = PASSWORD_POLICY;
  if (length < minLength) faults.push({ code: "password-too-short", params: { min: minLength } });
  if (length > maxLength) faults.push({ code: "password-too-long", params: { max: maxLength } });
  if (new Set(password).size < minDistinctCharacters)
    faults.push({ code: "password-too-uniform", params: { min: minDistinctCharacters } });
  if (userName.length >= 3 && lower.includes(userName.toLowerCase()))
    faults.push({ code: "password-contains-user-name", params: {} });
  if (forbiddenWords.some((word) => lower.includes(word)))
    faults.push({ code: "password-too-common", params: {} });
  return faults;
}

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
