import { describe, expect, it } from "vitest";
import { parseRestoreArguments } from "./restore-arguments";

const parse = (line: string, env = {}) => parseRestoreArguments(line === "" ? [] : line.split(" "), env);

describe("the command line of a restore", () => {
  it("takes folder and database from the environment where the product does", () => {
    expect(parse("--from /b", { SCP_DATA_DIR: "/data", DATABASE_URL: "postgres://db/site" })).toMatchObject({
      from: "/b",
      dataDir: "/data",
      databaseUrl: "postgres://db/site",
      servers: null,
      dryRun: false,
    });
  });

  it("shows its help without arguments and on request", () => {
    for (const line of ["", "--help"]) expect(parse(line)).toBe("help");
  });

  it.each([
    ["no backup", "--dry-run", /--from is missing/],
    ["a passphrase for no keys", "--from /b --passphrase-file f --without-keys", /exclude each other/],
    ["no database address", "--from /b --database-url site", /must look like/],
    ["an unknown option", "--from /b --force", /--force/],
  ])("refuses %s", (_what, line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});
