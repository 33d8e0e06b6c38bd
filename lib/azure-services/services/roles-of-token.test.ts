import { expect, it } from "vitest";
import { rolesOfToken } from "./roles-of-token";

const token = (claims: unknown) => `a.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c`;

it("tells the permissions a token carries, and none when it carries none", () => {
  expect(rolesOfToken(token({ roles: ["Directory.Read.All"] }))).toEqual(["Directory.Read.All"]);
  expect(rolesOfToken(token({ aud: "x" }))).toEqual([]);
});

it.each(["", "opaque", "a.b", "a.!!!.c", token("text"), token({ roles: "Directory.Read.All" })])(
  "tells nothing of %j, which cannot be read",
  (text) => expect(rolesOfToken(text)).toBeNull(),
);
