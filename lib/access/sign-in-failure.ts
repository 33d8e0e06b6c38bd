import type { EntraSignInCode } from "./sign-in-with-entra";

/** Every code with which a sign-in at Entra ID comes back to the sign-in page. */
const ENTRA_FAILURES = {
  "entra-claims-invalid": true,
  "entra-no-role": true,
  "entra-name-taken": true,
  "entra-account-disabled": true,
} as const satisfies Record<EntraSignInCode, true>;

export type SignInFailureCode = EntraSignInCode | "sign-in-failed";

/**
 * What the sign-in page says of an `error` in its address. Anybody can write that address, so it chooses among
 * the sentences of a sign-in only; next-auth's own codes (`OAuthCallback`, `Callback` …) all mean the same.
 */
export function signInFailureOf(error: string | undefined): SignInFailureCode | null {
  if (!error) return null;
  return isEntraFailure(error) ? error : "sign-in-failed";
}

const isEntraFailure = (error: string): error is EntraSignInCode => Object.hasOwn(ENTRA_FAILURES, error);
