import { randomUUID } from "node:crypto";
import type { NextAuthOptions, Session } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { authenticate } from "@/lib/access/authenticate";
import { safeCallbackPath } from "@/lib/access/callback-url";
import { closeSession } from "@/lib/access/close-session";
import { openSession } from "@/lib/access/open-session";
import { isHttps, sessionCookieName } from "@/lib/access/session-cookie";
import { SESSION_POLICY } from "@/lib/access/session-policy";
import type { SignInCtx } from "@/lib/access/sign-in-audit";
import { signInWithEntra } from "@/lib/access/sign-in-with-entra";
import { systemClock } from "@/lib/clock";
import type { EntraConfig } from "@/lib/config";
import { database } from "./database";
import { settings } from "./settings";

/** What of the request the sign-in records. */
export interface SignInRequest {
  source: string;
  userAgent: string;
}

/**
 * next-auth for one request: local accounts and, if configured, Entra ID. The cookie is a sealed token that
 * holds nothing but the id of a row in `sessions`; that row decides whether it counts.
 */
export function authOptions(request: SignInRequest): NextAuthOptions {
  const { publicUrl, sessionSecret, entra } = settings();
  const ctx: SignInCtx = { db: database().db, clock: systemClock, correlationId: randomUUID() };
  /** Who the Entra ID sign-in of this request turned out to be; next-auth only knows the provider's id. */
  let entraUserId: string | null = null;

  return {
    secret: sessionSecret,
    useSecureCookies: isHttps(publicUrl),
    session: { strategy: "jwt", maxAge: SESSION_POLICY.absoluteMs / 1000 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: sessionCookieName(publicUrl),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(publicUrl) },
      },
    },
    providers: [localAccounts(ctx, request), ...(entra ? [entraId(entra)] : [])],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== ENTRA_ID) return true;
        if (!entra) return false;
        const { roleMap } = entra;
        const result = await signInWithEntra(ctx, { claims: profile, roleMap, source: request.source });
        if (!result.ok) return `/sign-in?error=${result.code}`;
        entraUserId = result.value.userId;
        return true;
      },
      async jwt({ token, user }) {
        // `user` is there only at the moment of signing in.
        if (!user) return { sid: token.sid };
        return { sid: await openSession(ctx, { userId: entraUserId ?? user.id, ...request }) };
      },
      // Pages know their user from `requireUser`; next-auth's own session endpoint has nothing to add.
      session: ({ session }): Session => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => baseUrl + safeCallbackPath(url, baseUrl),
    },
    events: {
      async signOut({ token }) {
        if (typeof token.sid === "string") await closeSession(ctx, token.sid);
      },
    },
  };
}

const ENTRA_ID = "entra-id";

function localAccounts(ctx: SignInCtx, { source }: SignInRequest) {
  return CredentialsProvider({
    credentials: { userName: {}, password: {} },
    async authorize(credentials) {
      const result = await authenticate(ctx, {
        userName: credentials?.userName,
        password: credentials?.password,
        source,
      }).catch((error: unknown) => {
        console.error(`${ctx.correlationId} sign-in failed`, error);
        return { ok: false as const, code: "internal-error", params: { correlationId: ctx.correlationId } };
      });
      if (result.ok) return { id: result.value.userId };
      // next-auth hands the message of a thrown error, and only that, to the sign-in page.
      throw new Error(JSON.stringify({ code: result.code, params: result.params }));
    },
  });
}

function entraId({ issuer, clientId, clientSecret }: EntraConfig) {
  return {
    id: ENTRA_ID,
    name: "Entra ID",
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid profile email" } },
    profile: (claims) => ({ id: claims.sub }),
  } satisfies OAuthConfig<{ sub: string }>;
}
