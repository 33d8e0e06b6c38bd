import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { loadServerKey } from "@/lib/secrets/server-key";
import { checkPassphrase } from "./passphrase-policy";
import { makeRecoveryKey, openRecoveryKey } from "./recovery-key";
import { restoreKeyFiles, sealKeyFiles } from "./server-key-files";

const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 };
const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

async function folder(): Promise<string> {
  const one = await mkdtemp(path.join(os.tmpdir(), "scp-recovery-key-"));
  made.push(one);
  return one;
}

it("the passphrase, and no other, makes the same key again, however its letters were composed", async () => {
  const stored = await makeRecoveryKey("Schl\u00fcssel f\u00fcr den Notfall", CHEAP);
  expect(await openRecoveryKey("Schlu\u0308ssel fu\u0308r den Notfall", stored)).toHaveLength(32);
  expect(await openRecoveryKey("schl\u00fcssel f\u00fcr den Notfall", stored)).toBeNull();
});

it("key files come back as they were, readable by their owner only, and only where they belong", async () => {
  const before = await folder();
  await loadServerKey(before);
  const stored = await makeRecoveryKey("correct horse battery staple", CHEAP);
  const publicKey = Buffer.from(stored.publicKey, "base64url");
  const sealed = await sealKeyFiles(before, "cas01.contoso.com", publicKey);
  const privateKey = await openRecoveryKey("correct horse battery staple", stored);
  const after = await folder();
  expect(await restoreKeyFiles(after, "scp01.contoso.com", privateKey!, sealed)).toBe(false);
  expect(await restoreKeyFiles(after, "cas01.contoso.com", privateKey!, sealed)).toBe(true);
  const file = path.join("keys", "sealing.key");
  expect(await readFile(path.join(after, file))).toEqual(await readFile(path.join(before, file)));
  expect((await stat(path.join(after, file))).mode & 0o777).toBe(0o600);
});

it.each([
  ["fifteen letters", "passphrase-too-short"],
  ["aaaaaaaaaaaaaaaaaaaa", "passphrase-too-uniform"],
  ["correct horse battery staple", null],
])("%s: %s", (passphrase, fault) => {
  expect(checkPassphrase(passphrase)).toBe(fault);
});
