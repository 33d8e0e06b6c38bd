import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim } from "./claim";
import { identify, isRunning } from "./process-identity";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-claim-"));
  file = path.join(folder, "supervisor.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a claim", () => {
  it("has one holder, who tells the others where to find it", async () => {
    const first = await claim(file, { state: "starting" });
    expect(first.held).toBe(true);
    if (first.held) await first.claim.tell({ state: "running", url: "http://localhost:3000" });
    expect(await claim(file)).toEqual({
      held: false,
      pid: process.pid,
      note: { state: "running", url: "http://localhost:3000" },
    });
  });

  it("goes to exactly one of many that come at once, also when a killed holder left one behind", async () => {
    await writeFile(file, JSON.stringify({ holder: { pid: 999_999, startedAt: "1" }, note: {} }));
    const results = await Promise.all(Array.from({ length: 8 }, () => claim(file)));
    expect(results.filter(({ held }) => held)).toHaveLength(1);
  });

  it("is free again after its release, and after a damaged file", async () => {
    const first = await claim(file);
    if (first.held) await first.claim.release();
    expect((await claim(file)).held).toBe(true);
    await writeFile(file, '{"holder":{"pi');
    expect((await claim(file)).held).toBe(true);
  });

  it("keeps the last of two things told at once", async () => {
    const first = await claim(file);
    if (!first.held) throw new Error("not held");
    await Promise.all([first.claim.tell({ state: "running" }), first.claim.tell({ state: "stopping" })]);
    expect(JSON.parse(await readFile(file, "utf8")).note).toEqual({ state: "stopping" });
  });
});

describe("the identity of a process", () => {
  it("is gone with the process, and not another's who has its pid later", async () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
    const identity = identify(child.pid ?? 0);
    if (!identity) throw new Error("not identified");
    expect(isRunning(identity)).toBe(true);
    expect(isRunning({ ...identity, startedAt: "1" })).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isRunning(identity)).toBe(false);
  });
});
