import { copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { fail, ok, type Result } from "@/lib/result";
import { cdLatest } from "@/lib/updates/installation/folders";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import type { BackupManifest } from "../manifest";
import { openRecoveryKey } from "../recovery-key";
import { restoreKeyFiles } from "../server-key-files";

/** Settings for the environment, to be looked through before the product is started with them. */
export const RECOVERED_SETTINGS = "recovered.env";

export interface FilesOrder {
  folder: string;
  manifest: BackupManifest;
  dataDir: string;
  /** Private half of the recovery key; null: the key files stay where they are. */
  privateKey: Buffer | null;
  /** Servers whose key files belong on this machine. */
  servers: readonly string[];
}

/** Whether the passphrase is the one the backup's key files were sealed with. */
export async function openKeysOf(
  { keys }: Pick<BackupManifest, "keys">,
  passphrase: string,
): Promise<Result<Buffer, "passphrase-wrong" | "backup-without-keys">> {
  if (!keys.recoveryKey || keys.servers.length === 0) return fail("backup-without-keys");
  const privateKey = await openRecoveryKey(passphrase, keys.recoveryKey);
  return privateKey ? ok(privateKey) : fail("passphrase-wrong");
}

/**
 * The servers that one executive hosted together with the site server: they come back together. A server with an
 * executive of its own has its keys there still; its private key has no business here unless somebody asks for it.
 */
export function serversBesideSiteServer({
  servers,
  siteCode,
}: Pick<BackupManifest, "servers" | "siteCode">): string[] {
  const siteServer = siteServerOf({ servers, siteCode });
  return servers
    .filter(
      ({ fqdn, executive }) =>
        fqdn === siteServer?.fqdn || (executive !== null && executive === siteServer?.executive),
    )
    .map(({ fqdn }) => fqdn);
}

/** Puts key files, CD.Latest and settings where they belong. Safe to repeat: each file appears whole. */
export async function restoreFiles(
  order: FilesOrder,
): Promise<Result<{ keyServers: string[] }, "backup-damaged">> {
  const { folder, manifest, dataDir, privateKey, servers } = order;
  const keyServers: string[] = [];
  for (const { fqdn, file } of privateKey ? manifest.keys.servers : []) {
    if (!privateKey || !servers.includes(fqdn)) continue;
    const sealed = await readFile(path.join(folder, file));
    const opened = await restoreKeyFiles(installDirOf(dataDir, fqdn), fqdn, privateKey, sealed);
    if (!opened) return fail("backup-damaged", { params: { file } });
    keyServers.push(fqdn);
  }
  const siteServer = siteServerOf(manifest);
  if (siteServer) await restoreSourceFiles(order, cdLatest(installDirOf(dataDir, siteServer.fqdn)));
  await writeFileAtomic(path.join(dataDir, RECOVERED_SETTINGS), Buffer.from(settingsText(manifest)));
  return ok({ keyServers: keyServers.toSorted() });
}

const installDirOf = (dataDir: string, fqdn: string): string => path.join(dataDir, "servers", fqdn);

const siteServerOf = ({ servers, siteCode }: Pick<BackupManifest, "servers" | "siteCode">) =>
  servers.find((server) => server.siteCode === siteCode && server.roles.includes(SITE_SERVER_ROLE));

async function restoreSourceFiles({ folder, manifest }: FilesOrder, target: string): Promise<void> {
  for (const { file } of manifest.sourceFiles) {
    const to = path.join(target, path.posix.relative("cd.latest", file));
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(path.join(folder, file), to);
  }
}

function settingsText({ configuration, siteCode, createdAt }: BackupManifest): string {
  const { variables, secret } = configuration;
  return [
    `# Settings of site ${siteCode} when it was backed up at ${createdAt}.`,
    "# They may name the machine of that time: look through them before you use them.",
    ...Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    ...secret.map((name) => `# ${name} was set. It is a secret and in no backup: enter it anew.`),
    "",
  ].join("\n");
}
