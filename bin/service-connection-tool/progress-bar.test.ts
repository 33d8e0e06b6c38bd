import { expect, it } from "vitest";
import { ProgressBar } from "./progress-bar";

const MB = 1024 * 1024;

function output(isTTY: boolean) {
  const written: string[] = [];
  return { written, out: { isTTY, columns: 100, write: (text: string) => written.push(text) } };
}

it("draws one bar over and over on a terminal, with rate and remaining time, within its width", () => {
  const { written, out } = output(true);
  let now = 0;
  const bar = new ProgressBar(out, "Fetching", "en", () => now);
  bar.update(0, 100 * MB);
  now = 1000;
  bar.update(50 * MB, 100 * MB);
  expect(written.at(-1)).toContain("Fetching [###############...............]  50 %  50 MB / 100 MB");
  expect(written.at(-1)).toContain("1 sec");
  now = 1010;
  bar.update(51 * MB, 100 * MB);
  expect(written).toHaveLength(2);
  bar.update(100 * MB, 100 * MB);
  bar.end();
  expect(written.at(-1)).toBe("\n");
  for (const text of written) expect(text.length).toBeLessThan(110);
});

it("writes a line for each tenth elsewhere", () => {
  const { written, out } = output(false);
  const bar = new ProgressBar(out, "Fetching", "de");
  for (let percent = 0; percent <= 100; percent++) bar.update(percent * MB, 100 * MB);
  expect(written).toHaveLength(11);
  expect(written[1]).toBe("Fetching: 10 % (10 MB / 100 MB)\n");
});

it("says of nothing that it is all there", () => {
  const { written, out } = output(false);
  new ProgressBar(out, "Fetching", "en").update(0, 0);
  expect(written).toEqual(["Fetching: 100 % (0 bytes / 0 bytes)\n"]);
});
