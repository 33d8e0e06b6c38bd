import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findSession, type SignedInUser, touchSession } from "@/lib/access/find-session";
import { systemClock } from "@/lib/clock";
import { database } from "./database";
import { PATH_HEADER } from "./request-headers";
import { sessionIdOfRequest } from "./session-id";
import { setupIsOpen } from "./setup-is-open";

/** Who asks, or null; looked up once per request. Does not count as presence: live refreshes use it too. */
export const currentUser = cache(async (): Promise<SignedInUser | null> => {
  const sessionId = await sessionIdOfRequest();
  return sessionId ? findSession(database().db, systemClock, sessionId) : null;
});

/** The guard of every page behind the sign-in: the user, or the way to the sign-in page and back, or to Setup. */
export async function requireUser(): Promise<SignedInUser> {
  if (await setupIsOpen()) redirect("/setup");
  const user = await currentUser();
  if (!user) {
    const path = (await headers()).get(PATH_HEADER) ?? "/";
    redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  }
  await touchSession(database().db, systemClock, user.actor.sessionId);
  return user;
}
