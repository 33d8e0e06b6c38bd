import { expect, test } from "vitest";
import { guessSiteCode, unsaltedHash } from "./guess-site-code";

test("the product's hash is the one its documentation lets one compute", async () => {
  expect(await unsaltedHash("ABC")).toBe("WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8=");
});

test("a site code is found from its unsalted hash by trying", async () => {
  expect(await guessSiteCode(await unsaltedHash("AB9"))).toEqual({ siteCode: "AB9", tried: 72 });
});

test("what is no site code is not found", async () => {
  expect(await guessSiteCode(await unsaltedHash("scp01.contoso.com"))).toBeNull();
});
