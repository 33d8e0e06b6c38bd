import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sites } from "@/lib/db/schema";
import { makeSealingKey } from "@/lib/secrets/seal";
import { testDatabase } from "@/lib/testing/database";
import { testThread } from "@/lib/testing/test-thread";
import { saveBackupSettings } from "./backup-settings";
import { makeRecoveryKey } from "./recovery-key";
import { sealKeysForBackup } from "./seal-keys.task";

const { db } = await testDatabase();

let installDir: string;
beforeEach(async () => {
  installDir = await mkdtemp(path.join(os.tmpdir(), "scp-seal-keys-"));
});
afterEach(() => rm(installDir, { recursive: true }));

it("a server seals its key files to the recovery key that was set, whoever asks for another", async () => {
  const thread = testThread({ component: "SMS_SERVER_BOOTSTRAP", db, siteCode: "CAS", installDir }, []);
  const seal = (publicKey: string) => sealKeysForBackup.run(thread, { publicKey }, thread.signal);
  const mine = (await makeSealingKey()).publicKey.toString("base64url");
  expect(await seal(mine)).toMatchObject({ code: "recovery-key-unknown" });
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  expect(await seal(mine)).toMatchObject({ code: "recovery-key-unknown" });
  const recoveryKey = await makeRecoveryKey("a passphrase", { memoryKiB: 64, passes: 1, lanes: 1 });
  await saveBackupSettings(db, "CAS", { recoveryKey });
  expect(await seal(mine)).toMatchObject({ code: "recovery-key-unknown" });
  expect(await seal(recoveryKey.publicKey)).toMatchObject({ ok: true });
});
