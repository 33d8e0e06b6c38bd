import { expect, test, vi } from "vitest";

test("reads what the portal packed, without compiling code, which the policy forbids and reports", async () => {
  const compile = vi.fn();
  vi.stubGlobal("Function", compile);
  const { refusalOf } = await import("./refusal");
  expect(refusalOf('{"code":"sign-in-locked","params":{"seconds":5}}')).toEqual({
    code: "sign-in-locked",
    params: { seconds: 5 },
  });
  vi.unstubAllGlobals();
  expect(compile).not.toHaveBeenCalled();
});

test.each(["CredentialsSignin", "{}", '{"code":7}'])(
  "%j is a sign-in that did not complete",
  async (error) => {
    const { refusalOf } = await import("./refusal");
    expect(refusalOf(error)).toEqual({ code: "sign-in-failed" });
  },
);
