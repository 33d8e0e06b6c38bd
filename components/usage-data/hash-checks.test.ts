import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { keyedHash } from "@/lib/usage-data/one-way-hash";
import { HASH_CHECKS } from "./hash-checks";

test("the command for an administrator gives the very hash that leaves", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "scp-hash-check-"));
  const key = randomBytes(32);
  mkdirSync(path.join(folder, "usage-data"));
  writeFileSync(path.join(folder, "usage-data", "hash.key"), key);
  try {
    const command = HASH_CHECKS[0]?.text.replace(/^node/, JSON.stringify(process.execPath)) ?? "";
    const printed = execFileSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
    expect(printed.trim()).toBe(keyedHash(key, "CAS"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
