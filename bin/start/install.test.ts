import { describe, expect, it } from "vitest";
import { staleInstall } from "./install.mjs";

const packages = (entries: Record<string, object>) => JSON.stringify({ packages: entries });
const LOCK = packages({
  "": { name: "product" },
  "node_modules/next": { version: "16.4.6" },
  "node_modules/@esbuild/win32-x64": { version: "0.27.0", optional: true },
});

describe("what is installed", () => {
  it("is stale when nothing is there, or npm was killed half-way", () => {
    expect(staleInstall(LOCK, undefined)).toBe("nothing is installed");
    expect(staleInstall(LOCK, '{"packages":{"node_mod')).toBe("next is not the locked one");
  });

  it("is fresh when every package has the locked version, whatever the times of the files", () => {
    expect(staleInstall(LOCK, packages({ "node_modules/next": { version: "16.4.6" } }))).toBeUndefined();
  });

  it("is stale when one package has another version or is missing", () => {
    expect(staleInstall(LOCK, packages({ "node_modules/next": { version: "16.4.5" } }))).toBe(
      "next is not the locked one",
    );
    expect(staleInstall(LOCK, packages({}))).toBe("next is not the locked one");
  });
});
