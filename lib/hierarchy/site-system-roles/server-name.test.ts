import { expect, it } from "vitest";
import { fullyQualifiedName } from "./server-name";

it("takes the name of a server as it is written, in lower case", () => {
  expect(fullyQualifiedName.parse(" SCP03.Contoso.com ")).toBe("scp03.contoso.com");
});

it.each([
  "scp03",
  "scp03.",
  ".contoso.com",
  "scp 03.contoso.com",
  "-a.contoso.com",
  "../x.y",
  `${"a".repeat(64)}.com`,
  "",
])("refuses %j", (name) => {
  expect(fullyQualifiedName.safeParse(name).success).toBe(false);
});
