import { expect, it } from "vitest";
import { parseIni } from "./parse-ini";

it("reads sections, entries and their lines, and passes over comments", () => {
  const text = "\uFEFF; of the site\r\n[Options]\r\nSiteCode = CAS\r\n\r\n[Other]\r\nKey=\r\n";
  expect(parseIni(text)).toEqual({
    entries: [
      { section: "Options", key: "SiteCode", value: "CAS", line: 3 },
      { section: "Other", key: "Key", value: "", line: 6 },
    ],
    unreadableLines: [],
  });
});

it("keeps what other dialects would cut off a value", () => {
  const values = parseIni('[A]\nx=one;two#three=four\ny="with  space "\nz=yes').entries.map(
    ({ value }) => value,
  );
  expect(values).toEqual(["one;two#three=four", "with  space ", "yes"]);
});

it("names lines it cannot read without repeating them", () => {
  expect(parseIni("[A]\nsecret of mine\n=x").unreadableLines).toEqual([2, 3]);
});
