import { describe, expect, test } from "vitest";
import { packageState } from "./package-state";

describe("the state of a package is the worst of its sites", () => {
  test("one site that warns keeps the others that passed waiting", () => {
    expect(packageState(["PREREQ_SUCCESS", "PREREQ_WARNING", "PREREQ_SUCCESS"])).toBe("PREREQ_WARNING");
  });

  test("a check that still runs is not judged by the sites that are through", () => {
    expect(packageState(["PREREQ_WARNING", "PREREQ_IN_PROGRESS"])).toBe("PREREQ_IN_PROGRESS");
  });

  test("an error is said at once, while others still work", () => {
    expect(packageState(["PREREQ_ERROR", "CONTENT_REPLICATING"])).toBe("PREREQ_ERROR");
    expect(packageState(["INSTALL_FAILED", "INSTALL_WAITING_PARENT"])).toBe("INSTALL_FAILED");
  });

  test("every step of an installation is an installation in progress", () => {
    expect(packageState(["INSTALL_UPGRADEDATABASE", "INSTALL_WAITING_PARENT"])).toBe("INSTALL_IN_PROGRESS");
  });

  test("installed is what all sites have", () => {
    expect(packageState(["INSTALL_SUCCESS", "INSTALL_WAITING_SERVICE_WINDOW"])).toBe(
      "INSTALL_WAITING_SERVICE_WINDOW",
    );
    expect(packageState(["INSTALL_SUCCESS", "INSTALL_SUCCESS"])).toBe("INSTALL_SUCCESS");
  });

  test("no site, no state", () => {
    expect(packageState([])).toBeNull();
  });
});
