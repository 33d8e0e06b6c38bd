import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import {
  cloudEnvironments,
  executives,
  SERVICE_CONNECTION_POINT_ROLE,
  sealingKeys,
  serverEnrolments,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { fingerprintOf } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { plantHierarchy } from "@/lib/usage-data/testing/planted-hierarchy";
import { backupsFolder } from "../backup-folders";
import type { CollectedKeys } from "../collect-key-files";
import { makeRecoveryKey } from "../recovery-key";
import { sealKeyFiles } from "../server-key-files";
import { writeBackup } from "../write-backup";

export const PASSPHRASE = "correct horse battery staple";
export const SITE_SERVER = "cas01.contoso.com";
/** What a real passphrase costs would be most of a test's time. */
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 };

/** A site with something in many tables, an executive that hosts its servers, keys and CD.Latest on its disk. */
export async function plantSite(db: Database): Promise<{ dataDir: string; installDir: string }> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-backed-up-"));
  const installDir = path.join(dataDir, "servers", SITE_SERVER);
  await db.insert(sites).values({
    siteCode: "CAS",
    name: 'Zentrale\t"1"\\',
    type: 4,
    version: "1906",
    fullVersion: "5.00.8853.1000",
  });
  const executiveId = "0d6b4f6e-7d0c-4a36-8a9e-2f1d4c6b8a01";
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: SITE_SERVER, siteCode: "CAS", executiveId, leaseToken: 7, leaseExpiresAt: new Date() })
    .returning();
  const serverId = server?.id ?? "";
  await db.insert(executives).values({
    id: executiveId,
    hostName: "machine-1",
    processId: 1,
    version: "0.1.0",
    startedAt: new Date(),
    heartbeatAt: new Date(),
  });
  await plantHierarchy(db, serverId, new Date());
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  await db.insert(serverEnrolments).values({
    serverId,
    tokenHash: "of the token it joined with",
    createdAt: new Date(),
    createdBy: "anna",
    expiresAt: new Date(),
    joinedAt: new Date(),
    login: "scp_of_the_time_before",
  });
  await db.insert(cloudEnvironments).values({ id: "lab", name: "Lab" });
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: role?.id ?? "", environmentId: "lab", runningMode: "online" });
  const { publicKey } = await loadServerKey(installDir);
  await db.insert(sealingKeys).values({
    serverId,
    publicKey: publicKey.toString("base64url"),
    fingerprint: fingerprintOf(publicKey),
    createdAt: new Date(),
  });
  await mkdir(path.join(installDir, "cd.latest", "SMSSETUP"), { recursive: true });
  await writeFile(
    path.join(installDir, "cd.latest", "SMSSETUP", "setup.txt"),
    "the version that is installed",
  );
  return { dataDir, installDir };
}

/** @returns folder of a new backup of the planted site */
export async function backUpSite(
  connectionString: string,
  installDir: string,
  options: { passphrase?: string | null; signal?: AbortSignal } = {},
): Promise<string> {
  const { passphrase = PASSPHRASE, signal = new AbortController().signal } = options;
  const { folder } = await writeBackup({
    connectionString,
    parent: backupsFolder({ installDir, siteCode: "CAS" }),
    siteCode: "CAS",
    installDir,
    productVersion: "0.1.0",
    keys: await sealedKeys(installDir, passphrase),
    environment: { SCP_PUBLIC_URL: "https://scp.contoso.com", SCP_SESSION_SECRET: "planted-session-secret" },
    now: () => systemClock.now(),
    signal,
  });
  return folder;
}

async function sealedKeys(installDir: string, passphrase: string | null): Promise<CollectedKeys> {
  if (passphrase === null) return { recoveryKey: null, sealed: new Map(), missing: [SITE_SERVER] };
  const recoveryKey = await makeRecoveryKey(passphrase, CHEAP);
  const publicKey = Buffer.from(recoveryKey.publicKey, "base64url");
  const sealed = new Map([[SITE_SERVER, await sealKeyFiles(installDir, SITE_SERVER, publicKey)]]);
  return { recoveryKey, sealed, missing: [] };
}
