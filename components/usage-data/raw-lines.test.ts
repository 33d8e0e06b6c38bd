import { expect, test } from "vitest";
import { exactLines, linesWith, readableLines } from "./raw-lines";

test("the lines of the exact text are the text again, whatever letters it holds", () => {
  const text = JSON.stringify({ name: "🗝️ä".repeat(200) });
  const lines = exactLines(text);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join("")).toBe(text);
});

test("a search names the lines, whatever the case", () => {
  const lines = readableLines({ a: "Contoso", b: 1, c: "contoso.com" });
  expect(linesWith(lines, "CONTOSO")).toEqual([1, 3]);
  expect(linesWith(lines, "")).toEqual([]);
});
