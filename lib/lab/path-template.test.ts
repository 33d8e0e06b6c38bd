import { expect, it } from "vitest";
import { pathTemplate } from "./path-template";

it("tells the values of its names", () => {
  const template = pathTemplate("/applications/{application-id}/owners");
  expect(template.match("/applications/1-2/owners")).toEqual({ "application-id": "1-2" });
  expect(template.variables).toBe(1);
});

it.each(["/applications/1/owners/2", "/applications//owners", "/x/applications/1/owners"])(
  "does not fit %s",
  (path) => {
    expect(pathTemplate("/applications/{id}/owners").match(path)).toBeUndefined();
  },
);

it("knows keys in parentheses from plain ids", () => {
  const path = "/applications(appId='1-2')";
  expect(pathTemplate("/applications(appId='{appId}')").match(path)).toEqual({ appId: "1-2" });
  expect(pathTemplate("/{anything}").match(path)).toBeUndefined();
  const named = pathTemplate("/applications(uniqueName='{name}')");
  expect(named.match("/applications(uniqueName='O''Brien (1)')")).toEqual({ name: "O'Brien (1)" });
});

it("can be blind to case and keeps that of the values", () => {
  const template = pathTemplate("/subscriptions/{id}/resourceGroups/{name}", "i");
  expect(template.match("/Subscriptions/S/resourcegroups/Rg-1")).toEqual({ id: "S", name: "Rg-1" });
});
