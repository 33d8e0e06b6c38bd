import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_server/auth-options";
import { settings } from "@/app/_server/settings";
import { SOURCE_ADDRESS_HEADER, UNKNOWN_SOURCE } from "@/lib/access/source-address";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's endpoints: sign-in, callback of the provider, sign-out, CSRF token. */
async function handler(request: NextRequest, context: RouteContext): Promise<Response> {
  // Its own origin: without this next-auth would believe the Host header.
  process.env.NEXTAUTH_URL = settings().publicUrl;
  return NextAuth(
    request as never,
    context as never,
    authOptions({
      source: request.headers.get(SOURCE_ADDRESS_HEADER) ?? UNKNOWN_SOURCE,
      userAgent: request.headers.get("user-agent") ?? "",
    }),
  );
}

export { handler as GET, handler as POST };
