import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { Day } from "@/lib/clock";
import {
  alerts,
  azureApplicationSecrets,
  azureApplications,
  notificationDeliveries,
  notificationTargets,
  secretExpiryNotices,
  statusMessages,
} from "@/lib/db/schema";
import { FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { ALERT_SEVERITY, ALERT_STATE } from "@/lib/status/model";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testThread } from "@/lib/testing/test-thread";
import { key, type RenewalLab, startRenewalLab } from "../renewal/testing/renewal-lab";
import { watchSecrets } from "./watch-secrets";

const { db } = await testDatabase();
let lab: RenewalLab;

beforeEach(async () => {
  await emptyTables(db, "notification_targets");
  lab = await startRenewalLab(db);
});

const watch = (fingerprint = key.fingerprint, as: Partial<ThreadContext> = {}) =>
  watchSecrets(
    testThread({ component: "SMS_CLOUDCONNECTION", db, clock: lab.clock, ...as }, lab.lines),
    fingerprint,
  );

async function expiresIn(days: number): Promise<void> {
  const expiresAt = new Date(lab.clock.now().getTime() + days * Day.ms);
  await db.update(azureApplicationSecrets).set({ expiresAt });
}

const noticesOf = async () =>
  (await db.select().from(secretExpiryNotices)).map(({ daysBefore }) => daysBefore).sort((a, b) => b - a);

const alertOf = async (code: string) => {
  const rows = await db.select().from(alerts).where(eq(alerts.code, code));
  return rows.find(({ state }) => state === ALERT_STATE.active) ?? null;
};

async function addTarget(): Promise<void> {
  const by = { createdAt: lab.clock.now(), createdBy: "anna" };
  await db.insert(notificationTargets).values({ kind: "e-mail", address: "ops@contoso.com", ...by });
}

describe("the expiry watch", () => {
  it("warns seven times in two years, each time once, and tells everybody who is notified", async () => {
    await addTarget();
    await expiresIn(730);
    const told: [number, number][] = [];
    for (let day = 0; day <= 760; day++) {
      const before = (await db.select().from(notificationDeliveries)).length;
      await watch();
      await watch();
      const now = (await db.select().from(notificationDeliveries)).length;
      if (now > before) told.push([730 - day, now - before]);
      lab.clock.advance(Day.ms);
    }
    expect(told).toEqual([90, 60, 30, 14, 7, 1, 0].map((days) => [days, 1]));
    const reported = (await db.select().from(statusMessages)).map(({ messageId }) => messageId);
    expect(reported).toEqual([61101, 61101, 61101, 61101, 61101, 61101, 61102]);
    expect(await alertOf("azure-services.secret-expiring")).toMatchObject({
      objectId: lab.applicationId,
      severity: ALERT_SEVERITY.critical,
      occurrences: 7,
      params: { name: "App", tenant: "Contoso", days: 0, state: "expired" },
      link: `/tenants/${lab.tenant}`,
    });
  }, 120_000);

  it("gives only the nearest warning after a long downtime; the others count as given", async () => {
    await addTarget();
    await expiresIn(5);
    await watch();
    expect(await db.select().from(notificationDeliveries)).toHaveLength(1);
    expect(await noticesOf()).toEqual([90, 60, 30, 14, 7]);
    expect(await alertOf("azure-services.secret-expiring")).toMatchObject({
      severity: ALERT_SEVERITY.critical,
      params: { days: 5, state: "expiring" },
    });
  });

  it("warns of imported apps' keys as well", async () => {
    lab = await startRenewalLab(db, "imported");
    await watch();
    expect(await alertOf("azure-services.secret-expiring")).toMatchObject({
      severity: ALERT_SEVERITY.warning,
    });
  });

  it("writes only when there is something to say, and only for a server that is its own", async () => {
    const fenced = { ownsServer: async () => false };
    await expect(watch(key.fingerprint, fenced)).rejects.toBeInstanceOf(FencedError);
    expect(await noticesOf()).toEqual([]);
    await watch();
    await expect(watch(key.fingerprint, fenced)).resolves.toBeInstanceOf(Date);
  });

  it("wakes up for the next warning", async () => {
    await expiresIn(100);
    expect(await watch()).toEqual(new Date(lab.clock.now().getTime() + 10 * Day.ms));
  });

  it("takes the alert back when the app has another key, and warns anew before that one expires", async () => {
    await watch();
    await db.update(azureApplicationSecrets).set({ state: "previous" });
    const [old] = await lab.secrets();
    await db.insert(azureApplicationSecrets).values({
      applicationId: lab.applicationId,
      state: "current",
      sealedTo: key.fingerprint,
      expiresAt: new Date(lab.clock.now().getTime() + 95 * Day.ms),
      createdAt: lab.clock.now(),
      provedAt: lab.clock.now(),
    });
    await watch();
    expect(await alertOf("azure-services.secret-expiring")).toBeNull();
    lab.clock.advance(6 * Day.ms);
    await watch();
    expect(await alertOf("azure-services.secret-expiring")).toMatchObject({
      severity: ALERT_SEVERITY.warning,
    });
    expect(old?.sealed).not.toBeNull();
  });

  it("forgets a key that was kept beside its successor once it has expired", async () => {
    await db.update(azureApplicationSecrets).set({ state: "previous" });
    lab.clock.advance(21 * Day.ms);
    await watch();
    expect(await lab.secrets()).toMatchObject([{ sealed: null }]);
  });

  it("takes the alert back when the app is gone", async () => {
    await watch();
    await db.execute("delete from azure_services");
    await db.delete(azureApplications);
    await watch();
    expect(await alertOf("azure-services.secret-expiring")).toBeNull();
  });
});

describe("after a move of the role", () => {
  it("one alert says which keys are to be renewed, once, and goes when they are", async () => {
    await watch("the key of another server");
    await watch("the key of another server");
    expect(await alertOf("azure-services.secrets-unreadable")).toMatchObject({
      severity: ALERT_SEVERITY.critical,
      occurrences: 1,
      params: { count: 1, apps: "App" },
      link: "/tenants/renew",
    });
    await watch();
    expect(await alertOf("azure-services.secrets-unreadable")).toBeNull();
  });
});
