import { describe, expect, test } from "vitest";
import { furthestPage, type InstallChoices, missingOn, pagesOf } from "./choices";

const client = { version: "5.00.8968.1000", pilotingConfigured: true, collection: "Pilot" };
const eula = { en: "Terms" };
const choices = (change: Partial<InstallChoices> = {}): InstallChoices => ({
  continueOnWarnings: false,
  features: [],
  clientOption: "upgrade",
  licenseAccepted: true,
  assuranceDate: "",
  ...change,
});

describe("the pages of the wizard", () => {
  test("ask about clients only when the package brings one", () => {
    expect(pagesOf({ client: null })).not.toContain("client");
    expect(pagesOf({ client })).toContain("client");
  });

  test("a link leads to the page it names when nothing before is missing", () => {
    expect(furthestPage("summary", { client, eula }, choices())).toBe("summary");
  });

  test("a link never leads past an incomplete page", () => {
    expect(furthestPage("summary", { client, eula }, choices({ licenseAccepted: false }))).toBe("license");
    expect(furthestPage("features", { client, eula }, choices({ licenseAccepted: false }))).toBe("features");
  });

  test("a page that does not exist leads to the first", () => {
    expect(furthestPage("nonsense", { client, eula }, choices())).toBe("general");
    expect(furthestPage("client", { client: null, eula }, choices())).toBe("general");
  });

  test.each([
    ["", null],
    ["2026-12-31", null],
    ["2026-02-30", "licensing.invalid"],
    ["1999-01-01", "licensing.invalid"],
    ["soon", "licensing.invalid"],
  ])("the date %j", (assuranceDate, missing) => {
    expect(missingOn("licensing", { client, eula }, choices({ assuranceDate }))).toBe(missing);
  });

  test("terms that do not exist need no acceptance", () => {
    expect(missingOn("license", { client, eula: null }, choices({ licenseAccepted: false }))).toBeNull();
  });
});
