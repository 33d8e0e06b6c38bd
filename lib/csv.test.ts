import { describe, expect, test } from "vitest";
import { toCsv } from "./csv";

const rowsOf = (csv: string) => csv.replace("\uFEFF", "").trimEnd().split("\r\n");

describe("toCsv", () => {
  test("begins with a byte order mark and ends each row with CR LF", () => {
    expect(toCsv(["a"], [["x"]])).toBe("\uFEFFa\r\nx\r\n");
  });
  test.each(["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1"])(
    "keeps a spreadsheet from running %j",
    (text) => {
      expect(toCsv(["a"], [[text]]).replace("\uFEFFa\r\n", "")).toMatch(/^"'/);
    },
  );
  test("leaves numbers alone, negative ones too", () => {
    expect(rowsOf(toCsv(["n"], [[-5]]))).toEqual(["n", "-5"]);
  });
  test("quotes separators and doubles quotes", () => {
    expect(rowsOf(toCsv(["a", "b"], [['say "hi"', "x,y"]]))[1]).toBe('"say ""hi""","x,y"');
  });
  test("writes dates in ISO 8601 and nothing for null", () => {
    expect(rowsOf(toCsv(["d", "n"], [[new Date("2020-04-20T08:00:00Z"), null]]))[1]).toBe(
      "2020-04-20T08:00:00.000Z,",
    );
  });
});
