import { expect, test } from "vitest";
import { sessionCookieName } from "./session-cookie";

test("is bound to the host over https; plain http cannot carry that prefix", () => {
  expect(sessionCookieName("https://scp.contoso.com")).toBe("__Host-scp-session");
  expect(sessionCookieName("http://localhost:3000")).toBe("scp-session");
});
