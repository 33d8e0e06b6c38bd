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
