import { createServer, type Server } from "node:net";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { openCloudClient } from "@/lib/connectivity/cloud-client";
import { requestProbe } from "@/lib/connectivity/endpoints/request-probe";
import { runProbe } from "@/lib/connectivity/endpoints/run-probe";
import { serviceConnector } from "@/lib/connectivity/endpoints/service-connector.component";
import { testProxy } from "@/lib/connectivity/proxies/test-proxy";
import { putBehindProxy } from "@/lib/connectivity/testing/put-behind-proxy";
import {
  cloudEnvironments,
  offlineRequests,
  serviceConnectionPoint,
  updatePackageEvents,
  updatePackages,
  usageDataUploads,
} from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { prepareOfflineRequest } from "@/lib/offline/prepare-offline-request";
import { SERVER_TASK_KINDS } from "@/lib/server-tasks/kinds";
import { workServerTasks } from "@/lib/server-tasks/work-server-tasks";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { dmpUploader } from "@/lib/usage-data/dmp-uploader.component";
import { storeBatch } from "@/lib/usage-data/testing/store-batch";
import { runUpload } from "@/lib/usage-data/upload/run-upload";
import { uploadUsageDataNow } from "@/lib/usage-data/upload-usage-data-now";
import { checkCatalogue } from "./check-catalogue";
import { checkForUpdates } from "./check-for-updates";
import { dmpDownloader } from "./dmp-downloader.component";
import { downloadUpdate } from "./download-update";
import { hierarchyManager } from "./hierarchy-manager.component";
import { queueDownload } from "./queue-download";
import { resumeDownload } from "./resume-download";
import { runDownload } from "./run-download";
import { UPDATE_STATE } from "./state-machine";
import { clearUpdatesLab, PACKAGE, startUpdatesLab, type UpdatesLab } from "./testing/updates-lab";

const { db, connectionString } = await testDatabase();
const ctx = () => testCtx(db, { clock: systemClock });

let lab: UpdatesLab;
let stop: AbortController;
let running: Promise<void>[];
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  stop = new AbortController();
  running = [];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  await lab.close();
  await clearUpdatesLab(db);
  await db.delete(offlineRequests);
});

const start = (component: ComponentDefinition) =>
  running.push(component.run(lab.thread(component.name, stop.signal)));

/** A socket that counts who calls, behind every address the product knows. */
describe("offline", () => {
  let listener: Server;
  let connections: number;
  beforeEach(async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("x") });
    await checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), new AbortController().signal);
    connections = 0;
    listener = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const address = listener.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const url = `http://127.0.0.1:${port}/`;
    await db
      .update(cloudEnvironments)
      .set({ catalogueMetadataUrl: url, catalogueTargetsUrl: url, usageDataUrl: url });
    // The proxy is a way out too.
    await putBehindProxy(db, port);
  });
  afterEach(() => new Promise((resolve) => listener.close(resolve)));

  const runningIn = (runningMode: "online" | "offline" | null) =>
    db.update(serviceConnectionPoint).set({ runningMode, configuredMode: runningMode ?? "offline" });

  const everyWay = async () => {
    const thread = lab.thread("SMS_DMP_DOWNLOADER");
    const signal = new AbortController().signal;
    await db.update(updatePackages).set({ state: UPDATE_STATE.APPLICABILITY_SUCCESS });
    await queueDownload(db, { packageGuid: PACKAGE, at: new Date(), by: "left behind" });
    await checkCatalogue(thread, signal);
    await runDownload(thread, PACKAGE, signal);
    await checkForUpdates(ctx(), {});
    await downloadUpdate(ctx(), { packageGuid: PACKAGE });
    await resumeDownload(ctx(), { packageGuid: PACKAGE });
    await runUpload(lab.thread("SMS_DMP_UPLOADER"), (await storeBatch(db)).runId);
    await uploadUsageDataNow(ctx(), {});
    await runProbe(lab.thread("SMS_SERVICE_CONNECTOR"), { trigger: "manual", requestedBy: "test" }, signal);
    await requestProbe(ctx(), {});
    await testProxy(ctx(), { serverId: lab.serverId });
    await workServerTasks(lab.thread("SMS_SERVER_BOOTSTRAP"), SERVER_TASK_KINDS);
  };

  it("the listener hears the same calls when the role is online, so its silence means something", async () => {
    await runningIn("online");
    await everyWay();
    expect(connections).toBeGreaterThan(0);
  });

  it.each(["offline", null] as const)("no way leads out (running mode %s)", async (mode) => {
    await runningIn(mode);
    await everyWay();
    expect(connections).toBe(0);
  });

  it("an upload is heard when the role is online, and waits untouched when it is not", async () => {
    const { runId } = await storeBatch(db);
    const upload = async () => (await db.select().from(usageDataUploads))[0];
    await runningIn("offline");
    await runUpload(lab.thread("SMS_DMP_UPLOADER"), runId);
    expect(connections).toBe(0);
    expect(await upload()).toMatchObject({ state: "pending", attempts: 0, errorCode: null });
    await runningIn("online");
    await runUpload(lab.thread("SMS_DMP_UPLOADER"), runId);
    expect(connections).toBeGreaterThan(0);
    expect(await upload()).toMatchObject({ state: "waiting", attempts: 1 });
  });

  it("the threads are silent, also with jobs, requests and usage data left from before", async () => {
    await runningIn("offline");
    await storeBatch(db);
    await queueDownload(db, { packageGuid: PACKAGE, at: new Date(), by: "left behind" });
    await prepareOfflineRequest(ctx(), {});
    start(dmpDownloader);
    start(dmpUploader);
    start(hierarchyManager);
    start(serviceConnector);
    // What is carried is worked on; nothing of it goes by wire.
    const request = async () => (await db.select().from(offlineRequests))[0]?.state;
    await expect.poll(request, { timeout: 20_000 }).toBe("prepared");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(connections).toBe(0);
    expect(
      await db.select().from(updatePackageEvents).where(eq(updatePackageEvents.code, "download-started")),
    ).toEqual([]);
  });

  it("a client opened while online falls silent with the role", async () => {
    await runningIn("online");
    const client = await openCloudClient(lab.thread("SMS_DMP_DOWNLOADER"));
    await runningIn("offline");
    await expect(client.get(client.environment.catalogueMetadataUrl ?? "")).rejects.toMatchObject({
      code: "role-offline",
    });
    await expect(client.send("POST", client.environment.usageDataUrl ?? "")).rejects.toMatchObject({
      code: "role-offline",
    });
    await client.close();
    expect(connections).toBe(0);
  });
});
