import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { ROOT } from "./install.mjs";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/** Where Node would find `name` from `folder`: in the nearest node_modules up the tree. */
function isLocked(packages: Record<string, unknown>, folder: string, name: string): boolean {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (`${at ? `${at}/` : ""}node_modules/${name}` in packages) return true;
    if (!at.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

// An `npm install` behind a registry that has the packages of one system only leaves the others out, and then
// `npm ci` refuses on every system ("Missing: … from lock file").
it("the lockfile names the optional packages of every system, so that npm ci accepts it", async () => {
  const { packages } = lockSchema.parse(
    JSON.parse(await readFile(path.join(ROOT, "package-lock.json"), "utf8")),
  );
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(packages, folder, name)),
  );
  expect(missing).toEqual([]);
});
