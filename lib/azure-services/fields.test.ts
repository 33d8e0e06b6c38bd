import { describe, expect, it } from "vitest";
import { parseAppIdUri, parseDay, parseGuid, parseName, parseWebUrl, whyNoSecret } from "./fields";

const GUID = "557c67cf-c916-4293-8373-d584996f60ae";

describe("a GUID", () => {
  it.each([GUID, GUID.toUpperCase(), ` ${GUID}\n`, `{${GUID}}`, `  { ${GUID.toUpperCase()} } `])(
    "is taken as %j",
    (text) => expect(parseGuid(text)).toBe(GUID),
  );
  it.each([
    "",
    "contoso.com",
    GUID.slice(1),
    `${GUID}0`,
    `{${GUID}`,
    GUID.replaceAll("-", ""),
    `${GUID} ${GUID}`,
  ])("is not %j", (text) => expect(parseGuid(text)).toBeNull());
});

describe("a name", () => {
  it("has 1 to 100 characters, without blanks around it", () => {
    expect(parseName("  Contoso Cloud ")).toBe("Contoso Cloud");
    expect(parseName("x".repeat(100))).not.toBeNull();
    for (const text of ["", "   ", "x".repeat(101), "a\nb", "a\u0000b"]) expect(parseName(text)).toBeNull();
  });
});

describe("an App ID URI", () => {
  it.each([
    "https://ConfigMgrService",
    "https://cmmicrosvc.manage.microsoft.com/",
    `api://${GUID}/ConfigMgrService`,
  ])("is kept as it was typed: %s", (uri) => expect(parseAppIdUri(` ${uri} `)).toBe(uri));
  it.each([
    "",
    "ConfigMgrService",
    "http://ConfigMgrService",
    "javascript:alert(1)",
    "https://",
    "https://a b",
    "https://a?b",
    "https://a#b",
    "https://user@a",
    "https://*.contoso.com",
    `https://${"a".repeat(300)}`,
  ])("is not %s", (uri) => expect(parseAppIdUri(uri)).toBeNull());
});

describe("a home page or a reply URL", () => {
  it.each(["https://ConfigMgrService", "http://localhost", "http://localhost:8080/a"])("is %s", (url) =>
    expect(parseWebUrl(url)).toBe(url),
  );
  it.each(["", "http://contoso.com", "ftp://a", "https://a#b", "https://me:pass@a", "javascript:alert(1)"])(
    "is not %s",
    (url) => expect(parseWebUrl(url)).toBeNull(),
  );
});

describe("a secret key", () => {
  it("is what Azure shows once", () =>
    expect(whyNoSecret("q7~8Q.canary-_~with~~forty~characters~~~")).toBeNull());
  it("is not the id of a secret", () => expect(whyNoSecret(` {${GUID}} `)).toBe("secret-is-id"));
  it.each(["", "short", "with blanks in it", "mit-ümlaut-drin", "x".repeat(257), "line\nbreak-in-it"])(
    "is not %j",
    (text) => expect(whyNoSecret(text)).toBe("secret-malformed"),
  );
});

describe("a day", () => {
  it("begins at midnight UTC", () =>
    expect(parseDay(" 2030-12-31 ")?.toISOString()).toBe("2030-12-31T00:00:00.000Z"));
  it.each(["", "2030-02-30", "31.12.2030", "2030-1-1", "2030-12-31T00:00:00Z"])("is not %j", (text) =>
    expect(parseDay(text)).toBeNull(),
  );
});
