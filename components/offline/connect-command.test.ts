import { expect, test } from "vitest";
import { connectCommand } from "./connect-command";

test("without options the tool brings the newest applicable update", () => {
  expect(connectCommand({ choice: "default", proxy: false, split: false })).toBe(
    "service-connection-tool -connect -usagedatasrc D:\\USB -updatepackdest D:\\USB\\UpdatePacks",
  );
});

test("each option is a switch of its own", () => {
  expect(connectCommand({ choice: "site-version", proxy: true, split: true })).toMatch(
    / -downloadsiteversion -proxyserveruri \S+ -proxyusername NAME -splitsize 4GB$/,
  );
});
