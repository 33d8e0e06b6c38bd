import { beforeEach, describe, expect, it } from "vitest";
import {
  auditMessages,
  backups,
  contentDistributions,
  executives,
  mailServer,
  recoveries,
  sealingKeys,
  siteSystemServers,
  sites,
  updateCheck,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { closeRecovery } from "./close-recovery";
import { getRecovery } from "./get-recovery";
import type { RecoveryPointId } from "./model";
import { tickRecoveryPoint } from "./tick-recovery-point";

const { db } = await testDatabase();
const ctx = testCtx(db);
const recoveredAt = new Date("2020-04-20T06:00:00Z");
const before = new Date("2020-04-19T02:00:00Z");
const after = new Date("2020-04-20T07:00:00Z");

let recoveryId: string;
let serverId: string;
beforeEach(async () => {
  await emptyTables(db, "sites, recoveries, mail_server, executives, update_check");
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "cas01.contoso.com", siteCode: "CAS" })
    .returning();
  serverId = server!.id;
  const [recovery] = await db
    .insert(recoveries)
    .values({
      siteCode: "CAS",
      backupFolder: "/b/CASBackup/2020-04-19T02-00-00-000Z",
      backupCreatedAt: before,
      backupVersion: "0.1.0",
      recoveredAt,
      recoveredBy: "root",
      hostName: "machine-2",
      completedAt: recoveredAt,
    })
    .returning();
  recoveryId = recovery!.id;
});

const view = async () => {
  const found = await getRecovery(ctx, {});
  if (!found.ok || !found.value) throw new Error("There is no recovery.");
  return found.value;
};
const point = async (id: RecoveryPointId) => (await view()).points.find((one) => one.id === id);
const tick = (id: RecoveryPointId, done = true) => tickRecoveryPoint(ctx, { recoveryId, point: id, done });

describe("the after-recovery checklist", () => {
  it("sees by itself what can be seen", async () => {
    await db.insert(sealingKeys).values({
      serverId,
      publicKey: "key",
      fingerprint: "f",
      createdAt: before,
    });
    await db.insert(mailServer).values({
      host: "mail.contoso.com",
      port: 25,
      security: "none",
      from: "scp@contoso.com",
      password: Buffer.from("sealed"),
      changedAt: before,
      changedBy: "anna",
    });
    await db.insert(contentDistributions).values({
      packageId: "CAS00001",
      version: 1,
      siteCode: "CAS",
      state: "stored",
      createdAt: before,
      updatedAt: before,
      validatedAt: before,
    });
    expect(await point("servers")).toMatchObject({ state: "open", params: { names: "cas01.contoso.com" } });
    expect(await point("passwords")).toMatchObject({ state: "open", params: { names: "mail.contoso.com" } });
    expect(await point("content")).toMatchObject({ state: "open", params: { count: 1 } });
    expect(await point("check-for-updates")).toMatchObject({ state: "open" });
    expect(await point("new-backup")).toMatchObject({ state: "open" });
    expect(await point("secret-keys")).toMatchObject({ state: "not-needed" });
    expect(await point("gateways")).toMatchObject({ state: "not-needed" });

    const id = "0d6b4f6e-7d0c-4a36-8a9e-2f1d4c6b8a01";
    const now = new Date();
    const executive = { id, hostName: "m", processId: 1, version: "0.1.0", startedAt: now, heartbeatAt: now };
    await db.insert(executives).values(executive);
    await db.update(siteSystemServers).set({ executiveId: id });
    await db.update(mailServer).set({ changedAt: after });
    await db.update(contentDistributions).set({ validatedAt: after });
    await db.insert(updateCheck).values({ succeededAt: after });
    await db.insert(backups).values({
      siteCode: "CAS",
      folder: "/b/CASBackup/2020-04-20T07-00-00-000Z",
      createdAt: after,
      finishedAt: after,
      productVersion: "0.1.0",
      bytes: 1,
      tables: 1,
      rows: 1,
      sourceFiles: 0,
      keyServers: [],
      missingKeyServers: [],
    });
    for (const id of ["servers", "passwords", "content", "check-for-updates", "new-backup"] as const)
      expect(await point(id)).toMatchObject({ state: "done" });
    expect((await view()).open).toBe(2);
  });

  it("knows from the administrator alone what cannot be seen, and who said so", async () => {
    expect(await tick("old-machine")).toMatchObject({ ok: true });
    expect(await point("old-machine")).toMatchObject({
      state: "done",
      tick: { by: "test-SMS0001R", at: ctx.clock.now() },
    });
    expect(await tick("old-machine", false)).toMatchObject({ ok: true });
    expect(await point("old-machine")).toMatchObject({ state: "open", tick: null });
    expect(await tick("new-backup")).toMatchObject({ code: "recovery-point-known" });
    const said = (await db.select().from(auditMessages)).filter(({ messageId }) => messageId === 60073);
    expect(said).toHaveLength(2);
  });

  it("is closed by who has seen what is left open, once", async () => {
    const { open } = await view();
    expect(await closeRecovery(ctx, { recoveryId, open: open - 1 })).toMatchObject({
      code: "recovery-points-open",
      params: { count: open },
    });
    expect(await closeRecovery(ctx, { recoveryId, open })).toMatchObject({ ok: true });
    expect((await view()).closed).toMatchObject({ by: "test-SMS0001R" });
    expect(await closeRecovery(ctx, { recoveryId, open })).toMatchObject({ code: "recovery-closed" });
    expect(await tick("settings")).toMatchObject({ code: "recovery-closed" });
  });
});
