import { describe, expect, it } from "vitest";
import { MANIFEST_MAX_BYTES, parseManifest } from "./manifest";

const GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const OTHER_GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802d";

const file = (path: string, overrides: object = {}) => ({
  path,
  kind: path.startsWith("redist/") ? "redist" : "payload",
  target: `${GUID}/file`,
  ...overrides,
});

const entry = (overrides: object = {}) => ({
  packageGuid: GUID,
  name: "Configuration Manager 1910",
  description: { en: "New features.", de: "Neue Funktionen." },
  moreInfoLink: "https://example.com/1910",
  version: "1910",
  fullVersion: "5.00.8913.1000",
  minCmVersion: "5.00.8692.1000",
  maxCmVersion: "5.00.8853.9999",
  dateReleased: "2019-11-29T00:00:00Z",
  impact: 31,
  updateType: 0,
  files: [file("SMSSetup/update.map.cab")],
  ...overrides,
});

const manifest = (overrides: object = {}) => ({
  schemaVersion: 1,
  published: "2020-04-20T08:00:00Z",
  updates: [entry()],
  ...overrides,
});

const parse = (value: unknown) => parseManifest(Buffer.from(JSON.stringify(value)));
const parseEntry = (overrides: object) => parse(manifest({ updates: [entry(overrides)] }));

describe("the catalogue manifest", () => {
  it("is read with defaults for what an entry leaves out", () => {
    const result = parse(manifest());
    expect(result).toMatchObject({
      ok: true,
      value: { updates: [{ supersedes: [], requiredConfiguration: [], earlyUpdateRing: false }] },
    });
  });

  it("gives GUIDs in lower case, however they were written", () => {
    const result = parseEntry({ packageGuid: GUID.toUpperCase() });
    expect(result).toMatchObject({ ok: true, value: { updates: [{ packageGuid: GUID }] } });
  });

  it("survives being stored and read again", () => {
    const first = parse(manifest());
    expect(first.ok && parse(first.value)).toEqual(first);
  });

  it.each([
    ["an unknown property", { sha256: "00" }, "updates.0"],
    [
      "sizes, which only the signed metadata may say",
      { files: [file("a", { bytes: 1 })] },
      "updates.0.files.0",
    ],
    ["a version that is no month", { version: "1913" }, "updates.0.version"],
    ["a build in another shape", { fullVersion: "5.0.8913" }, "updates.0.fullVersion"],
    ["a range upside down", { minCmVersion: "5.00.9000.1000" }, "updates.0.maxCmVersion"],
    ["a link without TLS", { moreInfoLink: "http://example.com" }, "updates.0.moreInfoLink"],
    ["a script as link", { moreInfoLink: "javascript:alert(1)" }, "updates.0.moreInfoLink"],
    ["an impact bit nobody knows", { impact: 32 }, "updates.0.impact"],
    ["a package that needs itself", { prerequisitePackageGuid: GUID }, "updates.0.prerequisitePackageGuid"],
    ["a package that supersedes itself", { supersedes: [GUID] }, "updates.0.supersedes"],
    ["a superseded package named twice", { supersedes: [OTHER_GUID, OTHER_GUID] }, "updates.0.supersedes"],
    ["no files", { files: [] }, "updates.0.files"],
    ["a name with control characters", { name: "1910\u001b[31m" }, "updates.0.name"],
    ["a name that goes on forever", { name: "x".repeat(201) }, "updates.0.name"],
  ])("refuses %s", (_, overrides, path) => {
    expect(parseEntry(overrides)).toMatchObject({ ok: false, code: "manifest-invalid", params: { path } });
  });

  it.each([
    "../evil.exe",
    "a/../../evil.exe",
    "/etc/passwd",
    "C:/Windows/evil.exe",
    "C:evil.exe",
    "a\\b",
    "\\\\server\\share",
    "a//b",
    "a/./b",
    "a/",
    "",
    "a\u0000b",
    "a\nb",
    "a\u202eexe.bat",
    "NUL",
    "a/con.txt",
    "trailing.",
    "trailing ",
    "stream:hidden",
    "x".repeat(181),
  ])("refuses the path %j", (path) => {
    expect(parseEntry({ files: [file(path)] })).toMatchObject({
      ok: false,
      code: "manifest-invalid",
      params: { path: "updates.0.files.0.path" },
    });
  });

  it.each(["../up", "/absolute", "a b", "a%2e%2e", "a?b", "a#b", ".hidden", "a//b", "https://x"])(
    "refuses the target %j",
    (target) => {
      expect(parseEntry({ files: [file("a", { target })] })).toMatchObject({
        ok: false,
        params: { path: "updates.0.files.0.target" },
      });
    },
  );

  it("refuses two files that are one on a server that ignores case", () => {
    expect(parseEntry({ files: [file("SMSSetup/a.cab"), file("smssetup/A.CAB")] })).toMatchObject({
      ok: false,
      params: { path: "updates.0.files" },
    });
  });

  it("refuses a file where another needs a folder", () => {
    expect(parseEntry({ files: [file("SMSSetup"), file("SMSSetup/a.cab")] })).toMatchObject({
      ok: false,
      params: { path: "updates.0.files" },
    });
  });

  it("keeps redistributables, and only them, below redist/", () => {
    expect(parseEntry({ files: [file("redist/sql.msi")] })).toMatchObject({ ok: true });
    for (const wrong of [file("redist/x", { kind: "payload" }), file("x", { kind: "redist" })]) {
      expect(parseEntry({ files: [wrong] })).toMatchObject({
        ok: false,
        params: { path: "updates.0.files.0.kind" },
      });
    }
  });

  it("refuses a package that is listed twice", () => {
    const twice = [entry(), entry({ packageGuid: GUID.toUpperCase() })];
    expect(parse(manifest({ updates: twice }))).toMatchObject({ ok: false, params: { path: "updates" } });
  });

  it("refuses a schema version from the future", () => {
    expect(parse(manifest({ schemaVersion: 2 }))).toMatchObject({
      ok: false,
      params: { path: "schemaVersion" },
    });
  });

  it("refuses what is not JSON, not UTF-8 or too large to be read", () => {
    expect(parseManifest(Buffer.from("{"))).toMatchObject({ code: "manifest-not-json" });
    expect(parseManifest(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ code: "manifest-not-json" });
    expect(parseManifest(Buffer.alloc(MANIFEST_MAX_BYTES + 1))).toMatchObject({ code: "manifest-too-large" });
  });
});
