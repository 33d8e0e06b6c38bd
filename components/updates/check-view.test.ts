import { describe, expect, test } from "vitest";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UpdateCheckStatus } from "@/lib/updates/model";
import { checkPhase, checkRefusal, emptyReason } from "./check-view";

const AT = new Date("2020-04-20T08:00:00Z");

function status(
  mode: Partial<Pick<NonNullable<RoleStatus["role"]>, "configuredMode" | "runningMode">>,
): RoleStatus {
  return {
    executiveResponding: true,
    role: {
      serverId: "3d6b4a5e-9d6c-4f59-8f0e-2d1b1f5f2a11",
      serverFqdn: "scp01.contoso.com",
      siteCode: "CAS",
      siteName: "Contoso Central",
      siteVersion: "1906",
      siteFullVersion: "5.00.8853.1000",
      environmentId: "lab",
      environmentName: "Lab",
      configuredMode: "online",
      configuredModeAt: AT,
      configuredModeBy: "CONTOSO\\anna",
      runningMode: "online",
      runningModeSince: AT,
      pendingRestart: false,
      nextBackupAt: null,
      lastCloudConnectionAt: null,
      proxy: null,
      downloadStreams: 4,
      ...mode,
    },
  };
}

function check(more: Partial<UpdateCheckStatus> = {}): UpdateCheckStatus {
  return {
    requestedAt: null,
    startedAt: null,
    finishedAt: null,
    succeededAt: null,
    nextCheckAt: null,
    running: false,
    error: null,
    metadataVersions: null,
    ...more,
  };
}

test("a check is requested until the thread takes it, then running", () => {
  expect(checkPhase(check())).toBe("idle");
  expect(checkPhase(check({ requestedAt: AT }))).toBe("requested");
  expect(checkPhase(check({ running: true, startedAt: AT }))).toBe("running");
});

describe("Check for updates", () => {
  test("is offered while the thread runs online", () => {
    expect(checkRefusal(status({}))).toBeNull();
  });
  test("follows the running mode, not the configured one", () => {
    expect(checkRefusal(status({ configuredMode: "offline" }))).toBeNull();
    expect(checkRefusal(status({ runningMode: "offline" }))).toBe("offlineReason");
  });
  test("names what is missing otherwise", () => {
    expect(checkRefusal(status({ runningMode: null }))).toBe("stoppedReason");
    expect(checkRefusal(status({ runningMode: null, configuredMode: "offline" }))).toBe("offlineReason");
    expect(checkRefusal({ ...status({ runningMode: null }), executiveResponding: false })).toBe(
      "notRespondingReason",
    );
    expect(checkRefusal({ role: null, executiveResponding: true })).toBe("noRoleReason");
  });
});

describe("an empty list", () => {
  test("means that nothing applies once a check succeeded", () => {
    expect(emptyReason(check({ succeededAt: AT }), status({ runningMode: "offline" }))).toBe("nothing");
  });
  test("is explained by the mode, the failure or the missing check before", () => {
    expect(emptyReason(check(), status({ runningMode: "offline" }))).toBe("offline");
    expect(emptyReason(check({ error: { code: "x", params: {} } }), status({}))).toBe("failed");
    expect(emptyReason(check(), status({}))).toBe("noCheck");
  });
});
