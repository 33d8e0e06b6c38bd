import { expect, test } from "vitest";
import { preferenceCookies } from "./preference-cookies";

test("sets what was chosen, clears what was reset, leaves the rest", () => {
  expect(preferenceCookies({ locale: "de", theme: null })).toEqual([
    { name: "scp-locale", value: "de", maxAge: 34_560_000 },
    { name: "scp-theme", value: "", maxAge: 0 },
  ]);
});
