import { describe, expect, it } from "vitest";
import { type ChromiumSources, findChromium } from "./chromium";

function machine(installed: string[], overrides: Partial<ChromiumSources> = {}): ChromiumSources {
  return {
    playwrights: "/cache/chromium",
    runs: (file) => installed.includes(file),
    installs: [],
    ...overrides,
  };
}

describe("a Chromium for the journeys", () => {
  it("is the wanted one before any other", async () => {
    const found = await findChromium(machine(["/opt/mine", "/usr/bin/chromium"], { wanted: "/opt/mine" }));
    expect(found).toBe("/opt/mine");
  });

  it("is one of the system, then Playwright's own", async () => {
    expect(await findChromium(machine(["/cache/chromium", "/usr/bin/google-chrome"]))).toBe(
      "/usr/bin/google-chrome",
    );
    expect(await findChromium(machine(["/cache/chromium"]))).toBe("/cache/chromium");
  });

  it("is another one when the wanted one does not run", async () => {
    expect(await findChromium(machine(["/usr/bin/chromium"], { wanted: "/opt/gone" }))).toBe(
      "/usr/bin/chromium",
    );
  });

  it("is installed only when there is none, and by the next way when the first does not help", async () => {
    const installed: string[] = [];
    const tried: string[] = [];
    const installs = [
      async () => void tried.push("playwright"),
      async () => {
        tried.push("debian");
        installed.push("/usr/bin/chromium");
      },
    ];
    expect(await findChromium(machine(installed, { installs }))).toBe("/usr/bin/chromium");
    expect(await findChromium(machine(installed, { installs }))).toBe("/usr/bin/chromium");
    expect(tried).toEqual(["playwright", "debian"]);
  });

  it("may not be had", async () => {
    expect(await findChromium(machine([]))).toBeUndefined();
  });
});
