import type { AzureSignInPrompt } from "@/lib/db/schema";
import { type AdministratorSession, openAdministratorSession } from "./administrator-session";
import type { Azure } from "./azure";
import { openSignInClient } from "./login/open-sign-in-client";

export interface DeviceCodeSignIn {
  /** The directory to sign in to; null: any work or school account. */
  tenantId: string | null;
  /** Told once, as soon as there is a code; when that fails, the sign-in does. */
  onPrompt(prompt: AzureSignInPrompt): Promise<void>;
  /** Gives the sign-in up. */
  signal: AbortSignal;
}

/** What Microsoft's library tells of a code. */
interface DeviceCode {
  userCode: string;
  verificationUri: string;
  /** In seconds. */
  expiresIn: number;
}

/**
 * Waits until an administrator signed in with a code (reference/protocols/identity.md §5).
 * @param azure stays the caller's, and open for as long as the session is used
 * @throws AzureError `sign-in-expired`, `sign-in-declined`, `blocked-by-conditional-access` …, or the signal's reason
 */
export async function signInByDeviceCode(
  azure: Azure,
  options: DeviceCodeSignIn,
): Promise<AdministratorSession> {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const signIn = openSignInClient(azure, options.tenantId, signal);
  const request = {
    scopes: signIn.scopes,
    correlationId: azure.http.correlationId,
    cancel: false,
    deviceCodeCallback: (code: DeviceCode) => {
      options.onPrompt(promptOf(code)).catch((error: unknown) => ended.abort(error));
    },
  };
  const polled = signIn.network.run(() => signIn.client.acquireTokenByDeviceCode(request));
  const result = await endedBy(polled, signal, () => {
    // The library looks at it before it asks the next time.
    request.cancel = true;
  });
  return openAdministratorSession(azure, { ...signIn, result });
}

const promptOf = ({ userCode, verificationUri, expiresIn }: DeviceCode): AzureSignInPrompt => ({
  method: "device-code",
  userCode,
  verificationUri,
  expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString(),
});

function endedBy<T>(work: Promise<T>, signal: AbortSignal, end: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      end();
      reject(signal.reason);
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
