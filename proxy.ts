import { type NextRequest, NextResponse } from "next/server";
import { NONCE_HEADER, PATH_HEADER } from "@/app/_server/request-headers";
import { settings } from "@/app/_server/settings";
import { contentSecurityPolicy, securityHeaders } from "@/lib/access/security-headers";
import { sessionCookieName } from "@/lib/access/session-cookie";
import { TRANSFER_CHUNK_BYTES } from "@/lib/offline/upload/model";
import { CHUNK_BYTES_MAX } from "@/lib/updates/out-of-band/model";

/** Everything but the build's own files, which carry no markup and need no session. */
export const config = {
  matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg|apple-icon.png|manifest.webmanifest).*)"],
};

/**
 * Runs before every page: gives the response its security headers and sends browsers without a session cookie
 * to the sign-in page. It only looks whether a cookie is there; whether it counts, and for what, is decided by
 * `requireUser` and by the use cases.
 */
export function proxy(request: NextRequest): NextResponse {
  const { publicUrl } = settings();
  const { pathname, search } = request.nextUrl;
  if (isTooLarge(request))
    return withHeaders(new NextResponse(null, { status: 413 }), securityHeaders(publicUrl));
  if (needsSession(request) && !request.cookies.has(sessionCookieName(publicUrl))) {
    const signIn = new URL("/sign-in", request.nextUrl);
    if (pathname !== "/") signIn.searchParams.set("callbackUrl", pathname + search);
    return withHeaders(NextResponse.redirect(signIn), securityHeaders(publicUrl));
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, {
    publicUrl,
    development: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set(NONCE_HEADER, nonce);
  headers.set(PATH_HEADER, pathname + search);
  // Next takes the nonce for its own scripts from the policy in the *request*.
  headers.set("content-security-policy", policy);
  return withHeaders(NextResponse.next({ request: { headers } }), {
    ...securityHeaders(publicUrl),
    "content-security-policy": policy,
  });
}

/** Beside chunks of an upload no API takes more than a sign-in form. Bodies that do not say their size end at `proxyClientMaxBodySize`. */
const API_BODY_BYTES_MAX = 64 * 1024;

/** Where chunks of an upload go, and how long each may be. */
const CHUNKS = [
  { path: "/api/updates/import/", bytesMax: CHUNK_BYTES_MAX },
  { path: "/api/offline/imports/", bytesMax: TRANSFER_CHUNK_BYTES },
] as const;

const bodyBytesMax = (pathname: string): number =>
  CHUNKS.find(({ path }) => pathname.startsWith(path))?.bytesMax ?? API_BODY_BYTES_MAX;

const isTooLarge = ({ nextUrl: { pathname }, headers }: NextRequest): boolean =>
  pathname.startsWith("/api/") && Number(headers.get("content-length") ?? 0) > bodyBytesMax(pathname);

/** What is there for visitors without an account; `/setup` only while nobody has one. */
const OPEN_PAGES = ["/sign-in", "/setup"];

/** APIs and server actions answer `unauthenticated` themselves: a redirect would only confuse their callers. */
function needsSession({ nextUrl, headers }: NextRequest): boolean {
  const { pathname } = nextUrl;
  return !OPEN_PAGES.includes(pathname) && !pathname.startsWith("/api/") && !headers.has("next-action");
}

function withHeaders(response: NextResponse, headers: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
