import { readFile } from "node:fs/promises";
import path from "node:path";
import { openDatabase } from "@/lib/db/connection";
import { catalogueRoutes } from "@/lib/lab/catalogue-routes";
import { isNearExpiry, labCertificate } from "@/lib/lab/certificates";
import { startCloudServer } from "@/lib/lab/cloud-server";
import { faultRoutes } from "@/lib/lab/fault-routes";
import { FaultBoard } from "@/lib/lab/faults";
import { readLabCloudConfig } from "@/lib/lab/lab-environment";
import { ensureSampleRepository, labPublisher, refreshIfDue } from "@/lib/lab/sample-repository";
import { seedLab } from "@/lib/lab/seed-lab";
import { metadataFile } from "@/lib/updates/publish/layout";

const MAINTENANCE_INTERVAL_MS = 10 * 60 * 1000;

const config = readLabCloudConfig(process.env);
const folder = path.join(config.dataDir, "lab-cloud");
const authorityFolder = path.join(folder, "certificates");
const publisher = () => labPublisher(folder, new Date());

console.log(`Preparing the sample catalogue in ${folder}`);
await ensureSampleRepository(publisher(), config.payloadScale);
let certificate = await labCertificate(authorityFolder, new Date());

const faults = new FaultBoard();
// Each protocol the lab speaks is a module of routes.
const routes = [...catalogueRoutes(publisher, faults), ...faultRoutes(faults)];
const server = await startCloudServer(config.port, certificate, routes);

const database = openDatabase(config.databaseUrl, 2);
try {
  const trustedRoot: unknown = JSON.parse(
    await readFile(metadataFile(publisher().repository, "root", 1), "utf8"),
  );
  await seedLab(database.db, {
    cloud: { port: server.port, trustedRoot, authority: certificate.authority },
    dataDir: config.dataDir,
    password: config.password,
  });
} finally {
  await database.close();
}

const maintenance = setInterval(() => {
  // A refresh that fails (somebody is publishing right now) is tried again long before anything expires.
  maintain().catch((error) => console.error("Maintenance will be tried again:", error));
}, MAINTENANCE_INTERVAL_MS);

for (const signal of ["SIGTERM", "SIGINT", "disconnect"]) process.once(signal, stop);

console.log(`The lab cloud serves https://localhost:${server.port}`);
process.send?.({ type: "ready" });

async function maintain(): Promise<void> {
  await refreshIfDue(publisher());
  if (!isNearExpiry(certificate.expires, new Date())) return;
  certificate = await labCertificate(authorityFolder, new Date());
  server.replaceCertificate(certificate);
}

async function stop(): Promise<void> {
  clearInterval(maintenance);
  await server.close();
  // The channel to the parent would keep the process alive.
  if (process.connected) process.disconnect();
}
