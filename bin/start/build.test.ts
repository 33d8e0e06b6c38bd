import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourcesHash } from "./build";

let root: string;
const put = async (file: string, text: string) => {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
};

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "scp-build-"));
  await put("package-lock.json", "{}");
  await put("app/page.tsx", "export default () => null;");
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe("the hash that says whether a build is stale", () => {
  it("stays when only times change, as after a checkout", async () => {
    const before = await sourcesHash(root);
    await utimes(path.join(root, "app/page.tsx"), new Date(0), new Date(0));
    expect(await sourcesHash(root)).toBe(before);
  });

  it.each([
    "app/page.tsx",
    "app/(portal)/updates/page.tsx",
    "components/ui/button.tsx",
    "public/icon.svg",
    "package-lock.json",
    "next.config.ts",
    "proxy.ts",
  ])("changes with %s", async (file) => {
    const before = await sourcesHash(root);
    await put(file, "changed");
    expect(await sourcesHash(root)).not.toBe(before);
  });

  it("changes when a file is renamed", async () => {
    await put("app/a/page.tsx", "same");
    const before = await sourcesHash(root);
    await rm(path.join(root, "app/a"), { recursive: true });
    await put("app/b/page.tsx", "same");
    expect(await sourcesHash(root)).not.toBe(before);
  });

  it.each([
    "app/page.test.tsx",
    "lib/lab/faults.ts",
    "lib/testing/database.ts",
    "e2e/german.spec.ts",
    "biome.json",
  ])("stays when %s changes, which no page contains", async (file) => {
    const before = await sourcesHash(root);
    await put(file, "changed");
    expect(await sourcesHash(root)).toBe(before);
  });
});
