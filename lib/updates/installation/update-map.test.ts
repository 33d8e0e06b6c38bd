import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import yazl from "yazl";
import { parseInstallMap, wantsStep } from "./install-map";
import { readMaps } from "./read-maps";
import { parseUpdateMap, UPDATE_MAP, UPDATE_MAP_ARCHIVE } from "./update-map";
import { buildUpdateMap, packInstallMap, packUpdateMap } from "./write-maps";

const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const FACTS = { packageGuid: PACKAGE, fullVersion: "5.00.8913.1000" };
const SHA = createHash("sha256").update("x").digest("hex");

const file = (changes: Record<string, unknown> = {}) => ({
  source: "SMSSetup/BIN/X64/a.dll",
  target: "bin/X64/a.dll",
  bytes: 1,
  sha256: SHA,
  category: "file",
  ...changes,
});
const mapOf = (...files: unknown[]) => JSON.stringify({ format: 1, ...FACTS, files });
const parse = (...files: unknown[]) => parseUpdateMap(mapOf(...files), PACKAGE);

describe("the update map", () => {
  it("lists files with their places", () => {
    expect(parse(file()).files).toEqual([file()]);
  });

  it.each([
    ["a target that climbs out", { target: "../etc/passwd" }],
    ["a target that climbs out in the middle", { target: "bin/../../a" }],
    ["an absolute target", { target: "/etc/passwd" }],
    ["a drive", { target: "C:/Windows/a.dll" }],
    ["a backslash", { target: "bin\\..\\a.dll" }],
    ["a source that climbs out", { source: "../other/a.dll" }],
    ["a name Windows reserves", { target: "bin/NUL.dll" }],
    ["the engine's own folder", { target: ".update/x" }],
    ["another component's folder, whatever its case", { target: "contentLIB/FileLib/x" }],
    ["the staging folder", { target: "CMUStaging/x" }],
    ["an unknown category", { category: "driver" }],
    ["no hash", { sha256: "" }],
    ["a negative size", { bytes: -1 }],
    ["a field nobody knows", { run: "setup.exe" }],
  ])("is refused with %s", (_what, changes) => {
    expect(() => parse(file(changes))).toThrow(/update-map-damaged/);
  });

  it("is refused when two files want one place", () => {
    expect(() => parse(file(), file({ source: "SMSSetup/BIN/X64/b.dll" }))).toThrow(/one|want the place/);
  });

  it("is refused when two targets differ in case only", () => {
    expect(() => parse(file(), file({ source: "b", target: "BIN/x64/A.DLL" }))).toThrow(/want the place/);
  });

  it("is refused when a file stands where another needs a folder", () => {
    expect(() => parse(file({ target: "bin" }), file({ source: "b" }))).toThrow(/want the place/);
  });

  it("is refused when it is another package's", () => {
    expect(() => parseUpdateMap(mapOf(), "00000000-0000-4000-8000-000000000000")).toThrow(/it is of package/);
  });

  it("is refused when it is not JSON", () => {
    expect(() => parseUpdateMap("MSCF", PACKAGE)).toThrow(/it is not JSON/);
  });
});

describe("the places of a package's files", () => {
  const placeOf = (source: string) =>
    buildUpdateMap(FACTS, [{ path: source, bytes: 1, sha256: SHA }]).files.map(
      ({ target, category }) => `${target} ${category}`,
    );

  it.each([
    ["SMSSetup/BIN/X64/setupcore.dll", "bin/X64/setupcore.dll file"],
    ["SMSSetup/BIN/X64/cmupdate.exe", "bin/X64/cmupdate.exe self"],
    ["SMSSetup/BIN/X64/sitecomp.exe", "bin/X64/sitecomp.exe site-component-manager"],
    ["SMSSetup/BIN/i386/ConsoleSetup/AdminConsole.msi", "tools/ConsoleSetup/AdminConsole.msi console"],
    ["SMSSetup/CLIENT/x64/client.msi", "Client/x64/client.msi client"],
    ["smssetup/client/x64/client.msi", "Client/x64/client.msi client"],
    ["SMSSetup/OSD/boot.wim.delta", "OSD/boot.wim.delta osd"],
    ["SMSSetup/LangPack/DEU.cab", "LangPack/DEU.cab language-pack"],
    ["redist/vcredist_x64.exe", "cd.latest/redist/vcredist_x64.exe redist"],
  ])("%s belongs to %s", (source, place) => expect(placeOf(source)).toEqual([place]));

  it("is the installation source alone for what no rule names", () => {
    expect(placeOf("SMSSetup/splash.hta")).toEqual([]);
    expect(placeOf("SMSSetup/install.map")).toEqual([]);
  });

  it("make a list that its reader accepts", () => {
    const map = buildUpdateMap(FACTS, [{ path: "SMSSetup/BIN/X64/a.dll", bytes: 1, sha256: SHA }]);
    expect(parseUpdateMap(JSON.stringify(map), PACKAGE)).toEqual(map);
  });
});

describe("the packed map", () => {
  let staging: string;
  beforeEach(async () => {
    staging = await mkdtemp(path.join(os.tmpdir(), "scp-map-"));
    await mkdir(path.join(staging, "SMSSetup"));
  });
  afterEach(() => rm(staging, { recursive: true, force: true }));

  const map = buildUpdateMap(FACTS, [{ path: "SMSSetup/BIN/X64/a.dll", bytes: 1, sha256: SHA }]);
  const put = (bytes: Uint8Array) => writeFile(path.join(staging, UPDATE_MAP_ARCHIVE), bytes);
  const zipOf = (entries: Record<string, string>) => {
    const zip = new yazl.ZipFile();
    for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
    zip.end();
    return buffer(zip.outputStream as AsyncIterable<Uint8Array>);
  };

  it("has the same bytes whenever it is packed", async () => {
    expect(await packUpdateMap(map)).toEqual(await packUpdateMap(structuredClone(map)));
  });

  it("is read back; without a list of steps all are done", async () => {
    await put(await packUpdateMap(map));
    const maps = await readMaps(staging, PACKAGE);
    expect(maps.update).toEqual(map);
    expect(wantsStep(maps.install, "update-osd-packages")).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    ["a second entry", { [UPDATE_MAP]: mapOf(), "SMSSetup/other": "x" }],
    ["another name", { "other.map": mapOf() }],
    ["nothing", {}],
  ])("is refused with %s in it", async (_what, entries) => {
    await put(await zipOf(entries));
    await expect(readMaps(staging, PACKAGE)).rejects.toMatchObject({ code: "update-map-damaged" });
  });

  it("is refused when a byte was flipped or the end is missing", async () => {
    const packed = await packUpdateMap(map);
    await put(packed.subarray(0, packed.length - 30));
    await expect(readMaps(staging, PACKAGE)).rejects.toMatchObject({ code: "update-map-damaged" });
  });

  it("is missed when it is not there", async () => {
    await expect(readMaps(staging, PACKAGE)).rejects.toMatchObject({ code: "update-map-missing" });
  });
});

describe("the list of steps", () => {
  it("leaves out what an update does not need, but never what guards the site", () => {
    const map = parseInstallMap(packInstallMap({ steps: ["install-files"] }).toString());
    expect(wantsStep(map, "install-files")).toBe(true);
    expect(wantsStep(map, "update-osd-packages")).toBe(false);
    expect(wantsStep(map, "save-site-control-settings")).toBe(true);
  });

  it("is refused with a step nobody knows", () => {
    expect(() => parseInstallMap(JSON.stringify({ format: 1, steps: ["format-disk"] }))).toThrow(
      /install-map-damaged/,
    );
  });
});
