import { expect, test } from "vitest";
import { failureInAddress, failureInAnswer } from "./sign-in-failure";

const locked = JSON.stringify({ code: "sign-in-locked", params: { seconds: 15 } });

test("reads code and params from next-auth's answer", () => {
  expect(failureInAnswer(locked)).toEqual({ ok: false, code: "sign-in-locked", params: { seconds: 15 } });
});

test.each(["CredentialsSignin", "{}", "[]", "null", ""])("%j is merely a failed sign-in", (error) =>
  expect(failureInAnswer(error)).toEqual({ ok: false, code: "sign-in-failed" }),
);

test("knows in an address the refusals of an Entra ID sign-in", () => {
  expect(failureInAddress("entra-no-role")).toEqual({ ok: false, code: "entra-no-role" });
});

test.each(["OAuthCallback", "<b>call this number</b>", locked, JSON.stringify({ code: "call this number" })])(
  "does not say what a stranger wrote into the address: %s",
  (error) => expect(failureInAddress(error)).toEqual({ ok: false, code: "sign-in-failed" }),
);
