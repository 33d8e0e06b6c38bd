"use client";

import { signIn, signOut } from "next-auth/react";
import { safeCallbackPath } from "@/lib/access/callback-url";
import { ok, type Result } from "@/lib/result";
import { failureInAnswer } from "./sign-in-failure";

/**
 * Signs in with a local account. On success the browser leaves for `callbackUrl`, or for the overview if that
 * is not a path of this portal.
 */
export async function signInWithPassword(input: {
  userName: string;
  password: string;
  callbackUrl?: string;
}): Promise<Result<null>> {
  const { userName, password, callbackUrl } = input;
  const response = await signIn("credentials", { userName, password, redirect: false }).catch(() => null);
  if (!response) return { ok: false, code: "unreachable" };
  if (response.error) return failureInAnswer(response.error);
  // A full load, not a client navigation: nothing cached for the signed-out visitor may survive.
  window.location.assign(safeCallbackPath(callbackUrl, window.location.origin));
  return ok(null);
}

/** Leaves for Entra ID; comes back to `callbackUrl`, or to the sign-in page with `?error=`. */
export async function signInWithEntraId(callbackUrl?: string): Promise<void> {
  await signIn("entra-id", { callbackUrl: safeCallbackPath(callbackUrl, window.location.origin) });
}

/** Ends the session on the server and leaves for the sign-in page. */
export async function signOutHere(): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign("/sign-in");
}
