import { describe, expect, test } from "vitest";
import { furthestPage, missingOn, NO_CHOICES, onlyOneOf, whyNotCloud } from "./choices";

const named = { ...NO_CHOICES, name: "Contoso", type: "CloudManagement" } as const;
const withServer = { ...named, environmentId: "AzurePublicCloud", serverApplicationId: "a" };

describe("a page of the wizard", () => {
  test("asks for a name before the service", () => {
    expect(missingOn("service", NO_CHOICES)).toBe("name");
    expect(missingOn("service", { ...NO_CHOICES, name: "  " })).toBe("name");
    expect(missingOn("service", { ...NO_CHOICES, name: "Contoso" })).toBe("type");
  });
  test("asks for the environment first, then for the apps", () => {
    expect(missingOn("app", named)).toBe("environment");
    expect(missingOn("app", { ...named, environmentId: "AzurePublicCloud" })).toBe("server");
    expect(missingOn("app", withServer)).toBe("client");
  });
  test("asks for no native app where the service has none", () => {
    expect(missingOn("app", { ...withServer, type: "LogAnalyticsConnector" })).toBeNull();
  });
});

describe("an address of the wizard", () => {
  test("leads no further than the first page that lacks something", () => {
    expect(furthestPage("summary", NO_CHOICES)).toBe("service");
    expect(furthestPage("summary", named)).toBe("app");
    expect(furthestPage("summary", { ...withServer, clientApplicationId: "b" })).toBe("summary");
  });
  test("leads back to any page before", () => {
    expect(furthestPage("service", withServer)).toBe("service");
  });
  test("that names no page leads to the first", () => {
    expect(furthestPage("elsewhere", withServer)).toBe("service");
  });
});

describe("the rules of the services", () => {
  test("a service of one tenant leaves no room for a second one", () => {
    const services = [
      { type: "StoreForBusiness", name: "Store" },
      { type: "CloudManagement", name: "Contoso" },
    ] as const;
    expect(onlyOneOf("StoreForBusiness", services)).toBe("Store");
    expect(onlyOneOf("CloudManagement", services)).toBeNull();
    expect(onlyOneOf("DesktopAnalytics", services)).toBeNull();
  });
  test("Store for Business exists in the public cloud only, Cloud Management in both", () => {
    expect(whyNotCloud("StoreForBusiness", { hasAzure: true, cloud: "private" })).toBe("publicOnly");
    expect(whyNotCloud("CloudManagement", { hasAzure: true, cloud: "private" })).toBeNull();
  });
  test("a row without the addresses of Azure is no cloud for a service", () => {
    expect(whyNotCloud("CloudManagement", { hasAzure: false, cloud: "public" })).toBe("noAzure");
  });
});
