import { expect, test } from "vitest";
import { safeCallbackPath } from "./callback-url";

const PORTAL = "https://scp.contoso.com";

test.each([
  ["/updates?state=ready#files", "/updates?state=ready#files"],
  ["https://scp.contoso.com/updates", "/updates"],
  ["/", "/"],
  ["updates", "/updates"],
])("%s leads to %s", (value, path) => expect(safeCallbackPath(value, PORTAL)).toBe(path));

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "https://scp.contoso.com@evil.example/",
  "https://scp.contoso.com.evil.example/",
  "http://scp.contoso.com/",
  "javascript:alert(1)",
  "data:text/html,x",
  "/api/auth/signout",
  "/sign-in?callbackUrl=/sign-in",
  "",
  undefined,
  ["/updates"],
])("%j leads to the overview", (value) => expect(safeCallbackPath(value, PORTAL)).toBe("/"));
