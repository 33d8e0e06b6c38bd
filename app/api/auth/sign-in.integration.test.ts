import { createRequire } from "node:module";
import { desc, eq } from "drizzle-orm";
import { NextRequest } from "next/server";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { SOURCE_ADDRESS_HEADER } from "@/lib/access/source-address";
import { auditMessages, sessions, userRoleAssignments, users } from "@/lib/db/schema";
import { createUser } from "@/lib/testing/accounts";
import { testDatabase } from "@/lib/testing/database";
import { startOpenIdProvider } from "@/lib/testing/openid-provider";

/**
 * Signing in as a browser does it, through next-auth's real endpoints: local accounts, and Entra ID played by
 * an OpenID provider on loopback that insists on PKCE.
 */

const PORTAL = "https://portal.test";
const SESSION_COOKIE = "__Host-scp-session";
const CLIENT = {
  id: "portal",
  secret: "client-secret-of-the-test",
  redirectUri: `${PORTAL}/api/auth/callback/entra-id`,
};
const PASSWORD = "correct horse battery";

const { db, connectionString } = await testDatabase();
const jar = vi.hoisted(() => new Map<string, string>());
const requestHeaders = vi.hoisted(() => ({
  cookies: async () => ({
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  }),
  headers: async () => new Headers(),
}));
vi.mock("next/headers", () => requestHeaders);
// next-auth is CommonJS and requires the module past vitest's mocks.
Object.assign(createRequire(import.meta.url)("next/headers"), requestHeaders);

/** What the provider says about whoever signs in there next. */
let claims: Record<string, unknown> = {};
const idp = await startOpenIdProvider(CLIENT, () => claims);

Object.assign(process.env, {
  DATABASE_URL: connectionString,
  SCP_PUBLIC_URL: PORTAL,
  SCP_SESSION_SECRET: "only-for-the-sign-in-integration-test",
  SCP_ENTRA_ISSUER: idp.issuer,
  SCP_ENTRA_CLIENT_ID: CLIENT.id,
  SCP_ENTRA_CLIENT_SECRET: CLIENT.secret,
  SCP_ENTRA_ROLE_MAP: JSON.stringify({ "Scp.Admin": "SMS0001R:SMS00ALL", "Scp.Reader": "SMS0002R" }),
});
const route = await import("./[...nextauth]/route");
const { currentUser } = await import("@/app/_server/current-user");
const { database } = await import("@/app/_server/database");

afterAll(async () => {
  await idp.close();
  await database().close();
});
beforeEach(() => jar.clear());

let setCookies: string[] = [];

/** One request to the portal; cookies go in and out of the jar. */
async function portal(path: string, form?: Record<string, string>): Promise<Response> {
  const url = new URL(path, PORTAL);
  const request = new NextRequest(url, {
    method: form ? "POST" : "GET",
    headers: {
      [SOURCE_ADDRESS_HEADER]: "203.0.113.9",
      "user-agent": "Browser of the test",
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  const nextauth = url.pathname.split("/").slice(3);
  const response = await (form ? route.POST : route.GET)(request, { params: Promise.resolve({ nextauth }) });
  setCookies = response.headers.getSetCookie();
  for (const line of setCookies) {
    const [pair = ""] = line.split(";");
    const name = pair.slice(0, pair.indexOf("="));
    const value = decodeURIComponent(pair.slice(name.length + 1));
    if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
  return response;
}

async function post(path: string, form: Record<string, string> = {}) {
  const { csrfToken } = await (await portal("/api/auth/csrf")).json();
  const response = await portal(path, { ...form, csrfToken, json: "true" });
  const { url } = await response.json();
  return { status: response.status, url: new URL(url), error: new URL(url).searchParams.get("error") };
}

const signIn = (userName: string, password: string, callbackUrl = "/") =>
  post("/api/auth/callback/credentials", { userName, password, callbackUrl });

describe("a local account", () => {
  test("gets a session whose cookie says nothing and is bound to this host", async () => {
    const user = await createUser(db, { password: PASSWORD });
    const { url } = await signIn(user.userName, PASSWORD, "/updates?state=ready");
    expect(url.href).toBe(`${PORTAL}/updates?state=ready`);
    const cookie = setCookies.find((line) => line.startsWith(`${SESSION_COOKIE}=`));
    expect(cookie).toMatch(/; Path=\/;/i);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax"])
      expect(cookie).toMatch(new RegExp(attribute, "i"));
    expect(cookie).not.toMatch(/Domain=/i);
    expect((await currentUser())?.actor).toMatchObject({ userId: user.id, source: "203.0.113.9" });
    const stored = await db.select().from(sessions).where(eq(sessions.userId, user.id));
    expect(stored).toMatchObject([{ source: "203.0.113.9", userAgent: "Browser of the test" }]);
  });

  test("is told a code, and how long it is locked", async () => {
    const user = await createUser(db, { password: PASSWORD });
    for (let i = 0; i < 5; i++)
      expect(JSON.parse((await signIn(user.userName, "wrong")).error ?? "")).toEqual({
        code: "sign-in-refused",
      });
    expect(JSON.parse((await signIn(user.userName, PASSWORD)).error ?? "")).toEqual({
      code: "sign-in-locked",
      params: { seconds: 15 },
    });
    expect(jar.has(SESSION_COOKIE)).toBe(false);
  });

  test("never leaves for another host", async () => {
    const user = await createUser(db, { password: PASSWORD });
    expect((await signIn(user.userName, PASSWORD, "https://evil.example/")).url.href).toBe(`${PORTAL}/`);
    expect((await signIn(user.userName, PASSWORD, "//evil.example/")).url.href).toBe(`${PORTAL}/`);
  });

  test("needs the CSRF token", async () => {
    const user = await createUser(db, { password: PASSWORD });
    await portal("/api/auth/callback/credentials", { userName: user.userName, password: PASSWORD });
    expect(jar.has(SESSION_COOKIE)).toBe(false);
  });

  test("after signing out the cookie is worth nothing, even if it was copied", async () => {
    const user = await createUser(db, { password: PASSWORD });
    await signIn(user.userName, PASSWORD);
    const copied = jar.get(SESSION_COOKIE) ?? "";
    await post("/api/auth/signout");
    expect(jar.has(SESSION_COOKIE)).toBe(false);
    jar.set(SESSION_COOKIE, copied);
    expect(await currentUser()).toBeNull();
  });

  test("a cookie that was changed is no cookie", async () => {
    const user = await createUser(db, { password: PASSWORD });
    await signIn(user.userName, PASSWORD);
    const sealed = jar.get(SESSION_COOKIE) ?? "";
    jar.set(SESSION_COOKIE, `${sealed.slice(0, -2)}xx`);
    expect(await currentUser()).toBeNull();
  });
});

describe("Entra ID", () => {
  const person = { name: "Anna Berg", preferred_username: "anna@contoso.com", oid: "object-of-anna" };

  test("lets in whoever has a mapped app role, with that role and no other", async () => {
    claims = { ...person, roles: ["Scp.Admin", "Other.App.Owner"] };
    expect(await signInAtProvider("/updates")).toBe(`${PORTAL}/updates`);
    expect(await currentUser()).toMatchObject({
      displayName: "Anna Berg",
      signInSource: "entra-id",
      actor: { name: "anna@contoso.com", assignments: [{ roleId: "SMS0001R", scopeId: "SMS00ALL" }] },
    });
  });

  test("decides anew at each sign-in: a role taken away is gone", async () => {
    claims = { ...person, roles: ["Scp.Reader"] };
    await signInAtProvider();
    expect((await currentUser())?.actor.assignments).toEqual([{ roleId: "SMS0002R", scopeId: "SMS00UNA" }]);

    const open = jar.get(SESSION_COOKIE) ?? "";
    jar.clear();
    claims = { ...person, roles: [] };
    expect(await signInAtProvider()).toBe(`${PORTAL}/sign-in?error=entra-no-role`);
    expect(jar.has(SESSION_COOKIE)).toBe(false);
    jar.set(SESSION_COOKIE, open);
    expect((await currentUser())?.actor.assignments).toEqual([]);
  });

  test("refuses a stranger without leaving an account behind, but with an audit message", async () => {
    claims = { ...person, oid: "object-of-a-stranger", roles: ["Other.App.Owner"] };
    expect(await signInAtProvider()).toBe(`${PORTAL}/sign-in?error=entra-no-role`);
    expect(await db.select().from(users).where(eq(users.entraObjectId, "object-of-a-stranger"))).toEqual([]);
    const [audit] = await db.select().from(auditMessages).orderBy(desc(auditMessages.recordId)).limit(1);
    expect(audit).toMatchObject({ messageId: 60051, allowed: false, source: "203.0.113.9" });
  });

  test("never takes over the local account of the same name", async () => {
    const local = await createUser(db, { userName: "bert@contoso.com", password: PASSWORD });
    claims = { preferred_username: "BERT@contoso.com", oid: "object-of-bert", roles: ["Scp.Admin"] };
    expect(await signInAtProvider()).toBe(`${PORTAL}/sign-in?error=entra-name-taken`);
    const granted = await db
      .select()
      .from(userRoleAssignments)
      .where(eq(userRoleAssignments.userId, local.id));
    expect(granted).toEqual([]);
  });

  test("refuses an account that is disabled here", async () => {
    claims = { preferred_username: "carl@contoso.com", oid: "object-of-carl", roles: ["Scp.Admin"] };
    await signInAtProvider();
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.entraObjectId, "object-of-carl"));
    jar.clear();
    expect(await signInAtProvider()).toBe(`${PORTAL}/sign-in?error=entra-account-disabled`);
  });

  test("asks with PKCE, state and nonce, and believes no answer it did not ask for", async () => {
    claims = { ...person, roles: ["Scp.Admin"] };
    const { url } = await post("/api/auth/signin/entra-id");
    for (const parameter of ["code_challenge", "state", "nonce"])
      expect(url.searchParams.get(parameter), parameter).toBeTruthy();
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    const answer = await visitProvider(url);
    answer.searchParams.set("state", "another");
    const response = await portal(answer.pathname + answer.search);
    expect(response.headers.get("location")).toContain("error=OAuthCallback");
    expect(jar.has(SESSION_COOKIE)).toBe(false);
  });
});

/** The whole way: portal → provider → portal. @returns where the browser ends up */
async function signInAtProvider(callbackUrl = "/"): Promise<string> {
  const { url } = await post("/api/auth/signin/entra-id", { callbackUrl });
  const answer = await visitProvider(url);
  const response = await portal(answer.pathname + answer.search);
  return new URL(response.headers.get("location") ?? "", PORTAL).href;
}

/** Follows the provider's redirects until it sends the browser back to the portal. */
async function visitProvider(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  while (url.origin !== PORTAL) {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const location = response.headers.get("location");
    if (!location) throw new Error(`${url.href}: ${response.status} ${await response.text()}`);
    url = new URL(location, url);
  }
  return url;
}
