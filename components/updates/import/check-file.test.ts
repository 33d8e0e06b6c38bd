import { expect, test } from "vitest";
import { whyNotSent } from "./check-file";

const name = "CM-2002-KB4560496-ConfigMgr.Update.zip";

test.each([
  [{ name, size: 1024 }, null],
  [{ name, size: 0 }, "empty"],
  [{ name, size: 3 * 1024 ** 3 }, "tooLarge"],
  [{ name: "KB4560496.zip", size: 1024 }, "wrongName"],
  [{ name: `../${name}`, size: 1024 }, "wrongName"],
])("%j", (file, why) => {
  expect(whyNotSent(file)).toBe(why);
});
