import { describe, expect, it } from "vitest";
import type { CommandLineError } from "./error";
import { parseResetArguments } from "./reset-arguments";

const GUID = "61F16B3C-F1F6-4F9F-8647-2A524B0C802C";
const parse = (line: string) => parseResetArguments(line === "" ? [] : line.split(" "));

describe("the syntax of the update reset tool", () => {
  it("takes the product's example", () => {
    expect(parse(`-S server1.fabrikam.com -D CM_XYZ -P ${GUID}`)).toEqual({
      server: "server1.fabrikam.com",
      database: "CM_XYZ",
      packageGuid: GUID.toLowerCase(),
      forceDelete: false,
      yes: false,
    });
  });

  it("takes -FDELETE and -I in any place and case", () => {
    expect(parse(`-fdelete -i SQL1 -p {${GUID}} -s a -d b`)).toMatchObject({
      forceDelete: true,
      instance: "SQL1",
      packageGuid: GUID.toLowerCase(),
    });
  });

  it("shows the help without arguments and on request", () => {
    for (const line of ["", "--help", "-S a -?"]) expect(parse(line)).toBe("help");
  });

  it.each([
    ["no server", `-D b -P ${GUID}`, /-S is missing/],
    ["no database", `-S a -P ${GUID}`, /-D is missing/],
    ["no package", "-S a -D b", /-P is missing/],
    ["no GUID", "-S a -D b -P hotfix", /takes a package GUID/],
    ["a value left out", `-S -D b -P ${GUID}`, /-S needs a value/],
    ["an unknown option", "-X", /"-X" is not an option/],
  ])("refuses %s with exit code 2", (_what, line, message) => {
    expect(() => parse(line)).toThrow(message);
    try {
      parse(line);
    } catch (error) {
      expect((error as CommandLineError).exitCode).toBe(2);
    }
  });
});
