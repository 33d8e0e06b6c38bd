import { access, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withRepositoryLock } from "./repository-lock";

const NO_SUCH_PROCESS = 2 ** 30;

let repository: string;
let lock: string;

beforeEach(async () => {
  repository = await mkdtemp(path.join(os.tmpdir(), "scp-lock-"));
  lock = path.join(repository, ".publishing.lock");
});
afterEach(() => rm(repository, { recursive: true, force: true }));

const publish = () => withRepositoryLock(repository, async () => "published");
const heldBy = (holder: object) => writeFile(lock, JSON.stringify(holder));

it("lets only one publisher in, and the next one after it", async () => {
  const first = withRepositoryLock(repository, async () => {
    await expect(publish()).rejects.toMatchObject({ code: "repository-busy" });
    return "first";
  });
  expect(await first).toBe("first");
  expect(await publish()).toBe("published");
});

it("is released when the work fails", async () => {
  const failing = withRepositoryLock(repository, () => Promise.reject(new Error("disk full")));
  await expect(failing).rejects.toThrow("disk full");
  await expect(access(lock)).rejects.toThrow();
});

it.each([
  ["a process that is gone", NO_SUCH_PROCESS],
  ["a killed process that had our id", process.pid],
])("is taken over from %s", async (_, processId) => {
  await heldBy({ host: os.hostname(), processId });
  expect(await publish()).toBe("published");
});

it("is taken over when a power cut tore it", async () => {
  await writeFile(lock, "");
  expect(await publish()).toBe("published");
});

it("of another computer counts until its heartbeat has been missing for a minute", async () => {
  await heldBy({ host: "elsewhere.contoso.com", processId: 1 });
  await expect(publish()).rejects.toMatchObject({ code: "repository-busy" });
  const aMinuteAgo = new Date(Date.now() - 61_000);
  await utimes(lock, aMinuteAgo, aMinuteAgo);
  expect(await publish()).toBe("published");
});
