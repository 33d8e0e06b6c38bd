import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import { cloudEnvironments, offlineRequests, serviceConnectionPoint, usageDataRuns } from "@/lib/db/schema";
import { changeMode } from "@/lib/hierarchy/change-mode";
import { prepareOfflineRequest } from "@/lib/offline/prepare-offline-request";
import { requestCheck } from "@/lib/updates/check-record";
import { requestUsageDataCollection } from "@/lib/usage-data/request-usage-data-collection";
import { KillableProduct } from "../killable-product";

/** A network for documentation (RFC 5737): reached by the namespace's one way out, and by nothing else. */
const OUTSIDE = "https://203.0.113.10";

/** Long enough for a thread that would look for the cloud to do so several times. */
const LISTEN_MS = 20_000;

/** Packets that left by `out0` so far. */
async function packetsSent(): Promise<number> {
  const line = (await readFile("/proc/self/net/dev", "utf8"))
    .split("\n")
    .find((text) => /^\s*out0:/.test(text));
  const figures = line?.split(":")[1]?.trim().split(/\s+/) ?? [];
  assert.equal(figures.length, 16, "the counters of out0");
  return Number(figures[9]);
}

const product = await KillableProduct.start("offline-silence", { payloadScale: 0.05 });
const ctx: Ctx = {
  actor: { kind: "command-line", osUser: "sweep" },
  db: product.db,
  clock: systemClock,
  correlationId: randomUUID(),
};
try {
  await product.db.update(cloudEnvironments).set({
    catalogueMetadataUrl: `${OUTSIDE}/metadata/`,
    catalogueTargetsUrl: `${OUTSIDE}/targets/`,
    usageDataUrl: `${OUTSIDE}/usage-data/`,
  });
  const atFirst = await packetsSent();
  await product.startExecutive();
  // Online the same threads knock at the door: what is counted is worth counting.
  await product.until("a packet leaves online", async () => (await packetsSent()) > atFirst);

  assert.ok((await changeMode(ctx, { mode: "offline" })).ok);
  await product.killExecutive();
  await product.startExecutive();
  await product.until("the role runs offline", async () => {
    const [role] = await product.db.select().from(serviceConnectionPoint);
    return role?.runningMode === "offline";
  });
  const before = await packetsSent();
  // Whatever leads out when the role is online.
  await requestCheck(product.db, systemClock.now(), "sweep");
  assert.ok((await requestUsageDataCollection(ctx, {})).ok);
  const prepared = await prepareOfflineRequest(ctx, {});
  assert.ok(prepared.ok);
  await product.until("usage data is collected", async () => {
    const [run] = await product.db.select().from(usageDataRuns).where(eq(usageDataRuns.state, "complete"));
    return run !== undefined;
  });
  await product.until("a request is prepared", async () => {
    const [request] = await product.db.select().from(offlineRequests);
    return request?.state === "prepared";
  });
  await delay(LISTEN_MS);
  const sent = (await packetsSent()) - before;
  assert.equal(sent, 0, `${sent} packets left in offline mode`);
  console.log(`No packet left in ${LISTEN_MS / 1_000} s offline; online ${before - atFirst} had.`);
} finally {
  await product.close();
}
process.exit();
