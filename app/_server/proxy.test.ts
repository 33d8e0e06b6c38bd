import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";

Object.assign(process.env, {
  DATABASE_URL: "postgres://nobody@localhost/none",
  SCP_SESSION_SECRET: "only-for-the-proxy-test-0123456789",
  SCP_PUBLIC_URL: "https://scp.contoso.com",
});
const { proxy } = await import("@/proxy");

const visit = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(new URL(path, "https://scp.contoso.com"), { headers }));
const signedIn = { cookie: "__Host-scp-session=sealed" };

describe("without a session cookie", () => {
  test("a page leads to the sign-in and back", () => {
    const response = visit("/updates?state=ready");
    expect(response.headers.get("location")).toBe(
      "https://scp.contoso.com/sign-in?callbackUrl=%2Fupdates%3Fstate%3Dready",
    );
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each(["/sign-in", "/api/health", "/api/auth/csrf", "/api/query/listAlerts", "/api/events"])(
    "%s answers for itself",
    (path) => expect(visit(path).headers.get("location")).toBeNull(),
  );

  test("a server action answers for itself", () => {
    expect(visit("/updates", { "next-action": "abc" }).headers.get("location")).toBeNull();
  });

  test("the cookie of plain http does not count over https", () => {
    expect(visit("/", { cookie: "scp-session=sealed" }).headers.get("location")).toContain("/sign-in");
  });
});

describe("every page", () => {
  const policy = (path = "/") => visit(path, signedIn).headers.get("content-security-policy") ?? "";

  test("has a nonce of its own, never used again", () => {
    const nonces = Array.from({ length: 50 }, () => /'nonce-([^']+)'/.exec(policy())?.[1]);
    expect(new Set(nonces).size).toBe(50);
    for (const nonce of nonces) expect(Buffer.from(nonce ?? "", "base64")).toHaveLength(16);
  });

  test("hands nonce and path to what renders it, whatever the browser claimed", () => {
    const response = visit("/updates?x=1", {
      ...signedIn,
      "x-nonce": "mine",
      "x-scp-path": "//evil.example",
    });
    expect(response.headers.get("x-middleware-request-x-scp-path")).toBe("/updates?x=1");
    const nonce = response.headers.get("x-middleware-request-x-nonce");
    expect(response.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
    expect(nonce).not.toBe("mine");
  });

  test("carries the security headers", () => {
    const { headers } = visit("/", signedIn);
    expect(headers.get("strict-transport-security")).toContain("max-age=");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  });
});

test("an API is not fed more than a form", () => {
  const status = (bytes: number, path = "/api/auth/callback/credentials") =>
    visit(path, { "content-length": String(bytes) }).status;
  expect(status(3_000_000)).toBe(413);
  expect(status(2_000)).toBe(200);
  expect(status(1024 * 1024, "/api/updates/import/some-id")).toBe(200);
  expect(status(1024 * 1024 + 1, "/api/updates/import/some-id")).toBe(413);
  expect(status(4 * 1024 * 1024, "/api/offline/imports/some-id/some-file")).toBe(200);
  expect(status(4 * 1024 * 1024 + 1, "/api/offline/imports/some-id/some-file")).toBe(413);
});
