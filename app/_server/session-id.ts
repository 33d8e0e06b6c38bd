import { cookies } from "next/headers";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { sessionCookieName } from "@/lib/access/session-cookie";
import { settings } from "./settings";

const tokenSchema = z.object({ sid: z.uuid() });

/** The session id in the request's sealed cookie, or null. Says nothing yet about whether it still counts. */
export async function sessionIdOfRequest(): Promise<string | null> {
  const { publicUrl, sessionSecret } = settings();
  const sealed = (await cookies()).get(sessionCookieName(publicUrl))?.value;
  if (!sealed) return null;
  // A cookie that was tampered with, has expired or was sealed with another secret is no cookie.
  const token = await decode({ token: sealed, secret: sessionSecret }).catch(() => null);
  const parsed = tokenSchema.safeParse(token);
  return parsed.success ? parsed.data.sid : null;
}
