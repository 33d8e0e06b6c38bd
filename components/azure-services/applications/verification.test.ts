import { expect, test } from "vitest";
import { fieldOf } from "./verification";

test.each([
  ["secret-wrong", "secret"],
  ["secret-expired", "secret"],
  ["tenant-not-found", "tenantId"],
  ["app-not-in-tenant", "clientId"],
])("Azure's %s is shown at %s", (code, field) => {
  expect(fieldOf({ code })).toBe(field);
});

test("what the product itself refused is shown at the field it names", () => {
  expect(fieldOf({ code: "app-id-uri-in-use", field: "appIdUri" })).toBe("appIdUri");
});

test("what is nobody's field is shown above the form", () => {
  expect(fieldOf({ code: "throttled" })).toBeNull();
});
