import { describe, expect, it } from "vitest";
import { parseToolArguments } from "./arguments";

const parse = (line: string) => parseToolArguments(line.split(" ").filter(Boolean));
const CONNECT = "-connect -usagedatasrc D:\\USB -updatepackdest D:\\USB\\UpdatePacks";

function refusal(line: string): string {
  try {
    parse(line);
    return "understood";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe("the syntax of the product", () => {
  it.each(["", "-?", "-help", "--help", "-connect -h", "-language de"])('"%s" asks for help', (line) => {
    expect(parse(line).mode).toBe("help");
  });

  it("takes one dash or two, in any case", () => {
    const expected = { mode: "prepare", usageDataDest: "UsageData.zip", bring: [], language: null };
    expect(parse("-prepare -usagedatadest UsageData.zip")).toEqual(expected);
    expect(parse("--Prepare --UsageDataDest UsageData.zip")).toEqual(expected);
  });

  it("knows the four modes with their options", () => {
    expect(parse(CONNECT)).toEqual({
      mode: "connect",
      usageDataSrc: "D:\\USB",
      updatePackDest: "D:\\USB\\UpdatePacks",
      choice: "default",
      proxy: null,
      proxyUserName: null,
      volumeBytes: null,
      workDir: null,
      language: null,
    });
    expect(parse("-import -updatepacksrc /media/usb")).toMatchObject({ acceptExpired: false, dryRun: false });
    expect(parse("-import -updatepacksrc . -acceptexpired -dryrun")).toMatchObject({
      acceptExpired: true,
      dryRun: true,
    });
    expect(parse("-export -dest data.csv")).toMatchObject({ mode: "export", dest: "data.csv" });
    expect(parse("-export -dest data.csv -language de").language).toBe("de");
  });

  it.each([
    ["-downloadall", "all"],
    ["-downloadhotfix", "hotfix"],
    ["-downloadsiteversion", "site-version"],
  ])("%s chooses %s", (option, choice) => {
    expect(parse(`${CONNECT} ${option}`)).toMatchObject({ choice });
  });

  it.each([
    ["proxy.contoso.com", { host: "proxy.contoso.com", port: 80 }],
    ["proxy.contoso.com:8080", { host: "proxy.contoso.com", port: 8080 }],
    ["http://proxy.contoso.com:3128/", { host: "proxy.contoso.com", port: 3128 }],
  ])("a proxy may be written %s", (uri, proxy) => {
    expect(parse(`${CONNECT} -proxyserveruri ${uri} -proxyusername anna`)).toMatchObject({
      proxy,
      proxyUserName: "anna",
    });
  });

  it.each([
    ["4400MB", 4400 * 1024 ** 2],
    ["4.5gb", 4.5 * 1024 ** 3],
  ])("volumes may have %s", (size, volumeBytes) => {
    expect(parse(`${CONNECT} -splitsize ${size}`)).toMatchObject({ volumeBytes });
  });

  it("updates are asked for by GUID", () => {
    const one = "61F16B3C-F1F6-4F9F-8647-2A524B0C802C";
    expect(parse(`-prepare -usagedatadest . -bring ${one},{${one}}`)).toMatchObject({
      bring: [one.toLowerCase(), one.toLowerCase()],
    });
  });
});

describe("what is not understood is named", () => {
  it.each([
    ["-upload", "option-unknown"],
    ["prepare", "option-unknown"],
    ["-usagedatadest", "value-missing"],
    ["-prepare -usagedatadest -bring", "value-missing"],
    ["-usagedatadest a.zip", "mode-missing"],
    ["-prepare -connect", "mode-twice"],
    ["-prepare -prepare", "option-twice"],
    ["-prepare", "option-missing"],
    ["-connect -usagedatasrc a", "option-missing"],
    ["-prepare -usagedatadest a.zip -downloadall", "option-foreign"],
    ["-prepare -usagedatadest UsageData.cab", "value-invalid"],
    ["-prepare -usagedatadest . -bring 1910", "value-invalid"],
    [`${CONNECT} -downloadall -downloadhotfix`, "choice-twice"],
    [`${CONNECT} -proxyusername anna`, "option-missing"],
    [`${CONNECT} -proxyserveruri http://anna:secret@proxy`, "value-invalid"],
    [`${CONNECT} -splitsize 10`, "value-invalid"],
    [`${CONNECT} -splitsize 5KB`, "value-invalid"],
    ["-help -language fr", "value-invalid"],
  ])("%s: %s", (line, code) => {
    expect(refusal(line)).toBe(code);
  });

  it("and a password in an address is not repeated", () => {
    expect(() => parse(`${CONNECT} -proxyserveruri http://anna:secret@proxy`)).not.toThrow(/secret/);
  });
});
