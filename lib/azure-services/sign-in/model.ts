import { Minute } from "@/lib/clock";
import type { AzureAccount, AzureFailureParams, AzureSignInPrompt } from "@/lib/db/schema";

/** Tokens nobody uses are given up after this. */
export const SIGN_IN_KEPT_MS = 15 * Minute.ms;

export type SignInState = "waiting" | "prompting" | "signed-in" | "failed" | "closed";

/** How far an administrator's sign-in to Azure is. */
export interface SignIn {
  id: string;
  environmentId: string;
  state: SignInState;
  prompt: AzureSignInPrompt | null;
  account: AzureAccount | null;
  failure: { code: string; params: AzureFailureParams } | null;
  expiresAt: Date;
}

/** What the answer of a redirect is sealed for. */
export const signInAnswerPurpose = (signInId: string): string => `answer to sign-in ${signInId}`;
