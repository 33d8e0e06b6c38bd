import { expect, test } from "vitest";
import { assignmentsOf, entraRoleMapSchema } from "./entra-roles";

const map = entraRoleMapSchema.parse({ "Scp.Admin": "SMS0001R:SMS00ALL", "Scp.Reader": "SMS0002R" });

test("maps app roles to security roles, with the scope Default unless another is named", () => {
  expect(assignmentsOf(["Scp.Reader", "Scp.Admin"], map)).toEqual([
    { roleId: "SMS0002R", scopeId: "SMS00UNA" },
    { roleId: "SMS0001R", scopeId: "SMS00ALL" },
  ]);
});

test("an app role nobody mapped grants nothing, not even one named like a property of an object", () => {
  expect(assignmentsOf(["Other.App.Admin", "constructor", "__proto__", "scp.admin"], map)).toEqual([]);
});

test("the same role twice is one assignment", () => {
  expect(assignmentsOf(["Scp.Admin", "Scp.Admin"], map)).toHaveLength(1);
});

test.each(["SMS9999R", "Full Administrator", "SMS0001R:SMS00XXX", "SMS0001R:SMS00ALL:x", ""])(
  "refuses a map to %j",
  (value) => expect(entraRoleMapSchema.safeParse({ role: value }).success).toBe(false),
);
