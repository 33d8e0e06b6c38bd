import type { Exchange } from "../../router";
import type { IdentityService, SignInSession } from "../identity-service";

/** Cookies do not tell ports apart: the portal beside the lab must not use the same name. */
const COOKIE = "lab-azure-sign-in";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** Remembers who signed in, for the apps that ask next. */
export function beginSession(
  { sessions, now }: IdentityService,
  { response }: Exchange,
  session: SignInSession,
): SignInSession {
  response.setHeader("set-cookie", `${COOKIE}=${sessions.add(session, now())}; ${ATTRIBUTES}`);
  return session;
}

export function readSession(
  { sessions, now }: IdentityService,
  exchange: Exchange,
): SignInSession | undefined {
  const found = sessions.find(cookieOf(exchange), now());
  return found && !found.isExpired ? found.value : undefined;
}

export function endSession({ sessions }: IdentityService, exchange: Exchange): void {
  sessions.remove(cookieOf(exchange));
  exchange.response.setHeader("set-cookie", `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`);
}

function cookieOf({ request }: Exchange): string {
  const pairs = (request.headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? "";
}
