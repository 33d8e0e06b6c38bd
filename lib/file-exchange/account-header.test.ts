import { expect, it } from "vitest";
import { authorizationOf, readAuthorization } from "./account-header";

it("reads back an account as it was written, colons and umlauts of the password included", () => {
  expect(readAuthorization(authorizationOf("CONTOSO\\install", "Grüße:an:alle"))).toEqual({
    userName: "CONTOSO\\install",
    password: "Grüße:an:alle",
  });
});

it.each(["", "Basic", "Basic ***", "Bearer abc", `Basic ${Buffer.from("nobody").toString("base64")}`])(
  "finds no account in %j",
  (header) => {
    expect(readAuthorization(header)).toBeNull();
  },
);
