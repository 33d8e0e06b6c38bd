import { expect, test } from "vitest";
import type { RoleStatus } from "@/lib/hierarchy/model";
import { roleHealth } from "./role-health";

const healthy: RoleStatus = {
  executiveResponding: true,
  role: {
    serverId: "7f8a9c6e-52f0-4c42-9a7b-0d8d1f6d2c11",
    serverFqdn: "scp01.contoso.com",
    siteCode: "CAS",
    siteName: "Contoso Central",
    siteVersion: "1906",
    siteFullVersion: "5.00.8853.1000",
    environmentId: "public",
    environmentName: "Azure",
    configuredMode: "online",
    configuredModeAt: new Date("2020-04-20T08:00:00Z"),
    configuredModeBy: "Setup",
    runningMode: "online",
    runningModeSince: new Date("2020-04-20T08:00:05Z"),
    pendingRestart: false,
    nextBackupAt: null,
    lastCloudConnectionAt: null,
    proxy: null,
    downloadStreams: 4,
  },
};
const changed = (change: Partial<NonNullable<RoleStatus["role"]>>): RoleStatus =>
  healthy.role ? { ...healthy, role: { ...healthy.role, ...change } } : healthy;

test("a running thread in its configured mode is said by its mode", () => {
  expect(roleHealth(healthy).key).toBe("online");
  expect(roleHealth(changed({ configuredMode: "offline", runningMode: "offline" })).key).toBe("offline");
});

test("a changed mode is pending until the thread has restarted", () => {
  expect(roleHealth(changed({ configuredMode: "offline", pendingRestart: true })).key).toBe("pendingRestart");
});

test("a stopped thread counts more than a pending mode: nothing runs that could be pending", () => {
  expect(roleHealth(changed({ runningMode: null, pendingRestart: true })).key).toBe("threadStopped");
});

test("an executive that does not respond counts most: all that is shown is its last word", () => {
  expect(roleHealth({ ...changed({ pendingRestart: true }), executiveResponding: false }).key).toBe(
    "executiveSilent",
  );
});

test("no role at all", () => {
  expect(roleHealth({ role: null, executiveResponding: true }).key).toBe("notInstalled");
});
