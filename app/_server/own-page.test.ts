import { expect, test } from "vitest";

Object.assign(process.env, {
  DATABASE_URL: "postgres://nobody@localhost/none",
  SCP_SESSION_SECRET: "only-for-the-import-test-0123456789",
  SCP_PUBLIC_URL: "https://scp.contoso.com",
});
const { isSameOrigin } = await import("./same-origin");
const { readBody } = await import("./read-body");

const from = (headers: Record<string, string>) =>
  isSameOrigin(new Request("https://scp.contoso.com/api/updates/import", { method: "POST", headers }));

test.each([
  ["the portal's own page", { origin: "https://scp.contoso.com", "sec-fetch-site": "same-origin" }, true],
  ["a browser that sends no Sec-Fetch-Site", { origin: "https://scp.contoso.com" }, true],
  ["another site", { origin: "https://evil.example" }, false],
  ["another host of the same domain", { origin: "https://www.contoso.com" }, false],
  ["a sandboxed frame", { origin: "null" }, false],
  [
    "a page that only claims the origin",
    { origin: "https://scp.contoso.com", "sec-fetch-site": "cross-site" },
    false,
  ],
  ["nobody", {}, false],
])("a change from %s", (_who, headers, allowed) => {
  expect(from(headers)).toBe(allowed);
});

test("a body is taken up to one chunk and no further", async () => {
  const put = (bytes: number) =>
    readBody(
      new Request("https://scp.contoso.com", { method: "PUT", body: new Uint8Array(bytes) }),
      1024 * 1024,
    );
  expect((await put(1024 * 1024))?.byteLength).toBe(1024 * 1024);
  expect(await put(1024 * 1024 + 1)).toBeNull();
});
