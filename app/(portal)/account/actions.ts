"use server";

import { cookies } from "next/headers";
import { runUseCase } from "@/app/_server/run-use-case";
import { settings } from "@/app/_server/settings";
import { changePassword } from "@/lib/access/change-password";
import { preferenceCookies } from "@/lib/access/preference-cookies";
import { revokeOtherSessions } from "@/lib/access/revoke-other-sessions";
import { revokeSession } from "@/lib/access/revoke-session";
import { isHttps } from "@/lib/access/session-cookie";
import { updatePreferences } from "@/lib/access/update-preferences";

export async function changePasswordAction(input: unknown) {
  return runUseCase(changePassword, input);
}

export async function revokeSessionAction(input: unknown) {
  return runUseCase(revokeSession, input);
}

export async function revokeOtherSessionsAction() {
  return runUseCase(revokeOtherSessions, {});
}

/** Also sets the cookies from which the next page takes language, theme and time zone. */
export async function updatePreferencesAction(input: unknown) {
  const result = await runUseCase(updatePreferences, input);
  if (!result.ok) return result;
  const store = await cookies();
  for (const cookie of preferenceCookies(result.value))
    store.set({ ...cookie, path: "/", sameSite: "lax", secure: isHttps(settings().publicUrl) });
  return result;
}
