import { readFile } from "node:fs/promises";
import path from "node:path";
import { ConfigError } from "@/lib/config";
import { openDatabase } from "@/lib/db/connection";
import { armRoutes } from "@/lib/lab/arm/arm-routes";
import { catalogueRoutes } from "@/lib/lab/catalogue-routes";
import { isNearExpiry, labCertificate, type ServerCertificate } from "@/lib/lab/certificates";
import { type CloudServer, startCloudServer } from "@/lib/lab/cloud-server";
import { seedSampleDirectory } from "@/lib/lab/directory/seed-sample-directory";
import { faultRoutes } from "@/lib/lab/fault-routes";
import { FaultBoard } from "@/lib/lab/faults";
import { graphRoutes } from "@/lib/lab/graph/graph-routes";
import { identityRoutes } from "@/lib/lab/identity/identity-routes";
import { openIdentityService } from "@/lib/lab/identity/identity-service";
import { type LabCloudConfig, readLabCloudConfig } from "@/lib/lab/lab-environment";
import { labPageRoutes } from "@/lib/lab/lab-page/lab-page-routes";
import { RecentRequests } from "@/lib/lab/recent-requests";
import { ensureSampleRepository, labPublisher, refreshIfDue } from "@/lib/lab/sample-repository";
import { seedLab } from "@/lib/lab/seed-lab";
import { BatchStore } from "@/lib/lab/usage-data/batch-store";
import { usageDataRoutes } from "@/lib/lab/usage-data/usage-data-routes";
import { metadataFile } from "@/lib/updates/publish/layout";
import type { Publisher } from "@/lib/updates/publish/publisher";

const MAINTENANCE_INTERVAL_MS = 10 * 60 * 1000;

let server: CloudServer | undefined;
// Registered first: whoever started this may be gone before the catalogue is made, which a kill cannot harm.
for (const signal of ["SIGTERM", "SIGINT", "disconnect"]) process.once(signal, stop);

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});

async function main(): Promise<void> {
  const config = readLabCloudConfig(process.env);
  const folder = path.join(config.dataDir, "lab-cloud");
  const certificates = path.join(folder, "certificates");
  const publisher = () => labPublisher(folder, new Date());

  console.log(`Preparing the sample catalogue in ${folder}`);
  await ensureSampleRepository(publisher(), config.payloadScale);
  const certificate = await labCertificate(certificates, new Date());
  const faults = new FaultBoard();
  const identity = await openIdentityService(folder, faults);
  const { dataDir, password } = config;
  await seedSampleDirectory({ directory: identity.directory, dataDir, password, now: new Date() });
  // Each protocol the lab speaks is a module of routes.
  const usageData = {
    batches: new BatchStore(path.join(folder, "usage-data"), () => new Date()),
    repository: () => publisher().repository,
    now: () => new Date(),
  };
  const requests = new RecentRequests(() => new Date());
  const routes = [
    ...catalogueRoutes(publisher, faults),
    ...usageDataRoutes(usageData, faults),
    ...graphRoutes(identity),
    ...armRoutes(identity),
    ...faultRoutes(faults),
    ...labPageRoutes(faults, identity.directory, requests),
    ...identityRoutes(identity),
  ];
  server = await startCloudServer(config.port, certificate, routes, (answered) => requests.note(answered));
  await seed(config, publisher(), certificate);
  keepFresh(publisher, certificates, certificate, server);

  console.log(`The lab cloud serves https://localhost:${server.port}, its page is /lab`);
  process.send?.({ type: "ready" });
}

async function seed(
  config: LabCloudConfig,
  publisher: Publisher,
  { authority }: ServerCertificate,
): Promise<void> {
  const { db, close } = openDatabase(config.databaseUrl, 2);
  try {
    const firstRoot = await readFile(metadataFile(publisher.repository, "root", 1), "utf8");
    await seedLab(db, {
      cloud: { port: config.port, trustedRoot: JSON.parse(firstRoot), authority },
      dataDir: config.dataDir,
      password: config.password,
      empty: config.empty,
    });
  } finally {
    await close();
  }
}

/** Signs the timestamp and makes the certificate anew before they expire, for as long as the process lives. */
function keepFresh(
  publisher: () => Publisher,
  certificates: string,
  first: ServerCertificate,
  { replaceCertificate }: CloudServer,
): void {
  let certificate = first;
  const refresh = async () => {
    await refreshIfDue(publisher());
    if (!isNearExpiry(certificate.expires, new Date())) return;
    certificate = await labCertificate(certificates, new Date());
    replaceCertificate(certificate);
  };
  setInterval(() => {
    // One that fails (somebody is publishing right now) comes again long before anything expires.
    refresh().catch((error: unknown) => console.error("Will be tried again:", error));
  }, MAINTENANCE_INTERVAL_MS).unref();
}

async function stop(): Promise<void> {
  await server?.close();
  process.exit();
}
