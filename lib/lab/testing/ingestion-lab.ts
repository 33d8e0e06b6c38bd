import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Database } from "@/lib/db/connection";
import {
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testThread } from "@/lib/testing/test-thread";
import { metadataFile } from "@/lib/updates/publish/layout";
import { catalogueRoutes } from "../catalogue-routes";
import { labCertificate } from "../certificates";
import { startCloudServer } from "../cloud-server";
import { FaultBoard } from "../faults";
import { LAB_ENVIRONMENT_ID, registerLabEnvironment } from "../lab-environment-row";
import type { LabRoute } from "../router";
import { ensureSampleRepository, labPublisher } from "../sample-repository";
import { BatchStore } from "../usage-data/batch-store";
import { usageDataRoutes } from "../usage-data/usage-data-routes";

type TestThread = Pick<ThreadContext, "component"> & Partial<ThreadContext>;

/** The lab's cloud over TLS, and a hierarchy of one site whose role runs online. */
export async function startIngestionLab(db: Database) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-ingestion-"));
  const publisher = () => labPublisher(folder, new Date());
  await ensureSampleRepository(publisher(), 0);
  const { repository } = publisher();
  const certificate = await labCertificate(folder, new Date());
  const faults = new FaultBoard();
  const batchFolder = path.join(folder, "usage-data");
  const now = () => new Date();
  const service = { batches: new BatchStore(batchFolder, now), repository: () => repository, now };
  /** Method and path, and of what is sent how many bytes, e.g. `PATCH /usage-data/batches/… 100`. */
  const requests: string[] = [];
  const onPart = new Map<number, () => unknown>();
  const routes = [...usageDataRoutes(service, faults), ...catalogueRoutes(publisher, faults)];
  const server = await startCloudServer(0, certificate, routes.map(noting(requests, onPart)));
  const firstRoot = await readFile(metadataFile(repository, "root", 1), "utf8");
  const register = () =>
    registerLabEnvironment(db, {
      port: server.port,
      trustedRoot: JSON.parse(firstRoot),
      authority: certificate.authority,
    });
  await register();
  const serverId = await installRole(db);
  const lines: string[] = [];
  return {
    faults,
    requests,
    /** Done while the part of that number, from 1, is under way. */
    onPart,
    lines,
    thread: (given: TestThread) =>
      testThread({ db, serverId, installDir: path.join(folder, "install"), ...given }, lines),
    /** As the service would have it after its disk was lost. */
    loseBatches: () => rm(batchFolder, { recursive: true, force: true }),
    async reset() {
      faults.clear();
      requests.splice(0);
      onPart.clear();
      lines.splice(0);
      await rm(batchFolder, { recursive: true, force: true });
      await emptyTables(
        db,
        `usage_data_runs, usage_data_relevance, usage_data_settings, update_packages,
        update_check, alerts, status_messages`,
      );
      await register();
      await db
        .update(serviceConnectionPoint)
        .set({ runningMode: "online", environmentId: LAB_ENVIRONMENT_ID });
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type IngestionLab = Awaited<ReturnType<typeof startIngestionLab>>;

const noting =
  (requests: string[], onPart: ReadonlyMap<number, () => unknown>) =>
  (route: LabRoute): LabRoute => ({
    ...route,
    async handle(exchange) {
      const { request } = exchange;
      const length = request.headers["content-length"];
      requests.push([request.method, request.url, length].filter(Boolean).join(" "));
      const parts = requests.filter((line) => line.startsWith("PATCH")).length;
      if (request.method === "PATCH") await onPart.get(parts)?.();
      await route.handle(exchange);
    },
  });

async function installRole(db: Database): Promise<string> {
  const version = { version: "1906", fullVersion: "5.00.8853.1000" };
  await db.insert(sites).values({ siteCode: "CAS", name: "Contoso Central", type: 4, ...version });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp01.contoso.com", siteCode: "CAS" })
    .returning();
  if (!server) throw new Error("no server");
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId: server.id, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  if (!role) throw new Error("no role");
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: role.id, environmentId: LAB_ENVIRONMENT_ID, runningMode: "online" });
  return server.id;
}
