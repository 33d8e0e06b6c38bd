import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { hashPassword } from "@/lib/access/password";
import { Day } from "@/lib/clock";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { generatePassword } from "../generate-password";
import { buildSampleTenant } from "./build-sample-tenant";
import { findApplication, findUser } from "./find";
import type { LabDirectory } from "./lab-directory";
import type { PasswordCredential, Tenant } from "./model";
import { createPassword, hashSecret } from "./password-credential";
import { sampleGuid } from "./sample-guid";
import {
  SAMPLE_NATIVE_APP,
  SAMPLE_SERVER_APPS,
  SAMPLE_TENANTS,
  SAMPLE_USERS,
  type SampleTenant,
  sampleAppId,
  sampleUserPrincipalName,
} from "./sample-tenants";

const userEntry = z.object({
  tenant: z.string(),
  userPrincipalName: z.string(),
  password: z.string(),
  role: z.string(),
});
const secretEntry = z.object({
  secret: z.string(),
  startDateTime: z.iso.datetime(),
  expires: z.iso.datetime(),
});
const appEntry = z.object({
  tenant: z.string(),
  tenantId: z.string(),
  displayName: z.string(),
  clientId: z.string(),
  appIdUri: z.string().nullable(),
  secrets: z.array(secretEntry),
});
const azureAccounts = z.object({ users: z.array(userEntry), apps: z.array(appEntry) });

/** Who can sign in to the lab's Azure AD, and what its apps' secrets are. */
export type LabAzureAccounts = z.infer<typeof azureAccounts>;
type AppEntry = z.infer<typeof appEntry>;

const NOTHING: LabAzureAccounts = { users: [], apps: [] };

/** How the start, a person and the tests learn the passwords and the secrets. */
export const azureAccountsFile = (dataDir: string): string => path.join(dataDir, "lab-azure-accounts.json");

export interface SampleDirectorySeed {
  directory: LabDirectory;
  /** `lab-azure-accounts.json` is written there, for its owner only. */
  dataDir: string;
  /** One password for all users; without it each gets its own. */
  password?: string;
  now: Date;
}

/**
 * Makes the sample tenants that are missing. What was changed in the others stays, except for passwords when the common
 * one is another than before, and for what the file does not tell any more.
 */
export async function seedSampleDirectory(seed: SampleDirectorySeed): Promise<LabAzureAccounts> {
  const { directory, dataDir } = seed;
  const known = await readAccounts(dataDir);
  const wanted: LabAzureAccounts = {
    users: SAMPLE_TENANTS.flatMap((tenant) => usersOf(tenant, known, seed.password)),
    apps: SAMPLE_TENANTS.flatMap((tenant) => appsOf(tenant, known, seed.now)),
  };
  for (const sample of SAMPLE_TENANTS) {
    const isThere = directory.tenant(sample.id) !== undefined;
    const bringIn = await whatIsMissing(sample, wanted, isThere ? known : NOTHING);
    if (isThere && bringIn) await directory.change(sample.id, bringIn);
    if (isThere) continue;
    const tenant = buildSampleTenant(sample);
    bringIn?.(tenant);
    await directory.add(tenant);
  }
  // The file last: what it does not tell is set anew at the next start, so that a kill in between locks nobody out.
  const content = `${JSON.stringify(wanted, null, 2)}\n`;
  await writeFileAtomic(azureAccountsFile(dataDir), Buffer.from(content), 0o600);
  return wanted;
}

async function readAccounts(dataDir: string): Promise<LabAzureAccounts> {
  const text = await readFile(azureAccountsFile(dataDir), "utf8").catch(() => undefined);
  return text === undefined ? NOTHING : azureAccounts.parse(JSON.parse(text));
}

const usersOf = (tenant: SampleTenant, known: LabAzureAccounts, common: string | undefined) =>
  SAMPLE_USERS.map(({ name, roles }) => {
    const userPrincipalName = sampleUserPrincipalName(tenant, name);
    const entry = known.users.find((user) => user.userPrincipalName === userPrincipalName);
    return {
      tenant: tenant.displayName,
      userPrincipalName,
      password: common ?? entry?.password ?? generatePassword(),
      role: roles[0] ?? (name === "app.owner" ? "Owner of the sample apps" : "User"),
    };
  });

function appsOf(tenant: SampleTenant, known: LabAzureAccounts, now: Date): AppEntry[] {
  const entry = (key: string, displayName: string, appIdUri: string | null): AppEntry => ({
    tenant: tenant.displayName,
    tenantId: tenant.id,
    displayName,
    clientId: sampleAppId(tenant, key),
    appIdUri,
    secrets: [],
  });
  const native = entry(SAMPLE_NATIVE_APP.key, SAMPLE_NATIVE_APP.displayName, null);
  const servers = SAMPLE_SERVER_APPS.map(({ key, displayName, uriName, hasExpiredSecret }) => {
    const app = entry(key, displayName, `api://${tenant.id}/${uriName}`);
    const before = known.apps.find(({ clientId }) => clientId === app.clientId);
    const secrets = before?.secrets ?? [
      newSecret(now, 0, 365),
      ...(hasExpiredSecret ? [newSecret(now, -366, -1)] : []),
    ];
    return { ...app, secrets };
  });
  return [...servers, native];
}

function newSecret(now: Date, startDays: number, endDays: number): z.infer<typeof secretEntry> {
  const at = (days: number) => new Date(now.getTime() + days * Day.ms);
  const { secretText, credential } = createPassword(
    { displayName: null, startDateTime: at(startDays), endDateTime: at(endDays), propagationSeconds: 0 },
    now,
  );
  return { secret: secretText, startDateTime: credential.startDateTime, expires: credential.endDateTime };
}

/** @returns what sets that which is `wanted` and was not `known`; undefined when there is nothing to set */
async function whatIsMissing(
  sample: SampleTenant,
  wanted: LabAzureAccounts,
  known: LabAzureAccounts,
): Promise<((tenant: Tenant) => void) | undefined> {
  const users = wanted.users.filter(
    ({ tenant, userPrincipalName, password }) =>
      tenant === sample.displayName &&
      !known.users.some((user) => user.userPrincipalName === userPrincipalName && user.password === password),
  );
  const apps = wanted.apps.filter(
    ({ tenantId, clientId }) =>
      tenantId === sample.id && !known.apps.some((app) => app.clientId === clientId),
  );
  if (users.length === 0 && apps.length === 0) return undefined;
  // A hash is slow on purpose; users of one common password share it.
  const hashes = new Map<string, string>();
  for (const { password } of users)
    hashes.set(password, hashes.get(password) ?? (await hashPassword(password)));
  return (tenant) => {
    for (const { userPrincipalName, password } of users) {
      const user = findUser(tenant, userPrincipalName);
      if (user) user.passwordHash = hashes.get(password) ?? user.passwordHash;
    }
    for (const app of apps)
      findApplication(tenant, app.clientId)?.passwordCredentials.push(...app.secrets.map(credentialOf));
  };
}

const credentialOf = ({
  secret,
  startDateTime,
  expires,
}: AppEntry["secrets"][number]): PasswordCredential => ({
  keyId: sampleGuid(secret),
  displayName: "Sample",
  startDateTime,
  endDateTime: expires,
  hint: secret.slice(0, 3),
  secretHash: hashSecret(secret),
  usableFrom: startDateTime,
});
