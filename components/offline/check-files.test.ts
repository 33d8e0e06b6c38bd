import { expect, test } from "vitest";
import { whyNotSent } from "./check-files";

const GIB = 1024 ** 3;

test.each([
  ["one package", [{ name: "UpdatePack-1f0c9b52.zip", size: 5 * GIB }], null],
  [
    "its volumes",
    [
      { name: "UpdatePack.zip.001", size: 2 * GIB },
      { name: "UpdatePack.zip.002", size: 1 },
    ],
    null,
  ],
  ["a cabinet", [{ name: "UsageData.cab", size: 10 }], "wrongName"],
  ["a path", [{ name: "..\\UpdatePack.zip", size: 10 }], "wrongName"],
  ["an empty file", [{ name: "UpdatePack.zip", size: 0 }], "empty"],
  ["more than any update", [{ name: "UpdatePack.zip", size: 201 * GIB }], "tooLarge"],
])("%s", (_what, files, why) => {
  expect(whyNotSent(files)).toBe(why);
});
