import { describe, expect, test } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

const directives = (policy: string) =>
  Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );

describe("content security policy", () => {
  const policy = directives(
    contentSecurityPolicy("bm9uY2U=", { publicUrl: "https://scp.contoso.com", development: false }),
  );

  test("runs only scripts with the nonce, and what they load", () => {
    expect(policy["script-src"]).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
  });

  test("allows inline style in attributes only", () => {
    expect(policy["style-src"]).toEqual(["'self'", "'nonce-bm9uY2U='"]);
    const inline = Object.keys(policy).filter((name) => policy[name]?.includes("'unsafe-inline'"));
    expect(inline).toEqual(["style-src-attr"]);
  });

  test("talks to nobody else and is framed by nobody", () => {
    expect(policy["default-src"]).toEqual(["'self'"]);
    expect(policy["connect-src"]).toEqual(["'self'"]);
    for (const name of ["frame-ancestors", "object-src", "base-uri", "frame-src"])
      expect(policy[name], name).toEqual(["'none'"]);
  });

  test("upgrades requests only where there is https", () => {
    expect(policy).toHaveProperty("upgrade-insecure-requests");
    const plain = contentSecurityPolicy("x", { publicUrl: "http://localhost:3000", development: false });
    expect(plain).not.toContain("upgrade-insecure-requests");
  });

  test("needs eval only during development", () => {
    expect(contentSecurityPolicy("x", { publicUrl: "http://localhost:3000", development: true })).toContain(
      "'unsafe-eval'",
    );
  });
});

test("asks for strict transport security only over https", () => {
  expect(securityHeaders("https://scp.contoso.com")).toHaveProperty("strict-transport-security");
  expect(securityHeaders("http://localhost:3000")).not.toHaveProperty("strict-transport-security");
});
