import { expect, test } from "vitest";
import { signInFailureOf } from "./sign-in-failure";

test("without an error nothing is said", () => {
  expect(signInFailureOf(undefined)).toBeNull();
  expect(signInFailureOf("")).toBeNull();
});

test("a refusal at Entra ID keeps its reason", () => {
  expect(signInFailureOf("entra-no-role")).toBe("entra-no-role");
});

test.each(["OAuthCallback", "password-too-common", "download-disk-full", "constructor", "<b>x</b>"])(
  "an address cannot make the page say %j",
  (error) => expect(signInFailureOf(error)).toBe("sign-in-failed"),
);
