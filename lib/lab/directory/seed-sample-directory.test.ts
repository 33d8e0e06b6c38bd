import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { verifyPassword } from "@/lib/access/password";
import { findApplication, findClient, findServicePrincipal, findUser, publishedBy } from "./find";
import { LabDirectory } from "./lab-directory";
import { RESOURCE_APPS, SIGN_IN_CLIENT } from "./microsoft-apps";
import { hashSecret } from "./password-credential";
import { azureAccountsFile, seedSampleDirectory } from "./seed-sample-directory";

const NOW = new Date("2026-03-01T12:00:00Z");
let dataDir: string;
let directory: LabDirectory;

const open = () => LabDirectory.open(path.join(dataDir, "directory"));
const seed = (password?: string) => seedSampleDirectory({ directory, dataDir, password, now: NOW });
const contoso = () => {
  const tenant = directory.tenant("contoso.com");
  if (!tenant) throw new Error("Contoso is missing");
  return tenant;
};

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-lab-seed-"));
  directory = await open();
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

it("writes down the passwords that users sign in with, for the owner of the file only", async () => {
  const { users } = await seed();

  expect(new Set(users.map(({ password }) => password)).size).toBe(users.length);
  const [first] = users;
  const user = findUser(contoso(), first?.userPrincipalName ?? "");
  expect(await verifyPassword(user?.passwordHash ?? null, first?.password ?? "")).toBe(true);
  expect((await stat(azureAccountsFile(dataDir))).mode & 0o777).toBe(0o600);
});

it("knows the apps' secrets by their hash alone", async () => {
  const { apps } = await seed();

  const files = directory.tenants().map((tenant) => JSON.stringify(tenant));
  for (const { clientId, secrets } of apps)
    for (const { secret } of secrets) {
      const tenant = directory.tenants().find((other) => findApplication(other, clientId));
      const credentials = tenant && findApplication(tenant, clientId)?.passwordCredentials;
      expect(credentials?.some(({ secretHash }) => secretHash === hashSecret(secret))).toBe(true);
      expect(files.some((file) => file.includes(secret))).toBe(false);
    }
});

it("has an app with an expired secret beside one that works", async () => {
  const { apps } = await seed();

  const app = apps.find(({ displayName }) => displayName.includes("expired"));
  const ends = app?.secrets.map(({ expires }) => Date.parse(expires) > NOW.getTime());
  expect(ends?.toSorted()).toEqual([false, true]);
});

it("changes nothing at the next start", async () => {
  const before = await seed();
  await directory.change(contoso().id, ({ applications }) => {
    for (const application of applications) application.passwordCredentials = [];
  });
  const kept = contoso();

  directory = await open();
  expect(await seed()).toEqual(before);
  expect(contoso()).toEqual(kept);
});

it("takes another common password, and no other secrets", async () => {
  const before = await seed();
  const after = await seed("correct horse battery staple");

  expect(after.apps).toEqual(before.apps);
  const user = findUser(contoso(), "global.admin@contoso.com");
  expect(await verifyPassword(user?.passwordHash ?? null, "correct horse battery staple")).toBe(true);
});

it.each(["add", "change"] as const)("locks nobody out when it is killed before %s", async (step) => {
  for (const password of ["correct horse battery staple", "another horse without a staple"]) {
    const spy = vi.spyOn(directory, step).mockRejectedValueOnce(new Error("killed"));
    await seed(password).catch(() => {});
    spy.mockRestore();
    await seed(password);
    for (const { passwordHash } of contoso().users)
      expect(await verifyPassword(passwordHash, password)).toBe(true);
  }
});

it("makes a deleted tenant anew with the passwords and secrets that are written down", async () => {
  const before = await seed();
  await rm(path.join(dataDir, "directory"), { recursive: true });
  directory = await open();

  expect(await seed()).toEqual(before);
  const [app] = before.apps;
  const credentials = findApplication(contoso(), app?.clientId ?? "")?.passwordCredentials;
  expect(credentials?.map(({ secretHash }) => secretHash)).toEqual(
    app?.secrets.map(({ secret }) => hashSecret(secret)),
  );
});

it("gives every tenant the APIs' principals, and the client that administrators sign in through", async () => {
  await seed();

  for (const tenant of directory.tenants()) {
    for (const { appId, displayName } of Object.values(RESOURCE_APPS))
      expect(findServicePrincipal(tenant, appId)?.displayName).toBe(displayName);
    expect(findClient(tenant, SIGN_IN_CLIENT)?.isFallbackPublicClient).toBe(true);
    expect(findApplication(tenant, SIGN_IN_CLIENT)).toBeUndefined();
  }
});

it("shows of a principal what its app says, once it belongs to the tenant", async () => {
  await seed();
  const app = contoso().applications.find(({ displayName }) => displayName === "ConfigMgr Server App");
  const principal = findServicePrincipal(contoso(), app?.appId ?? "");

  const published = principal && publishedBy(contoso(), principal);
  expect(published?.servicePrincipalNames).toEqual([app?.appId, ...(app?.identifierUris ?? [])]);
  expect(published?.oauth2PermissionScopes[0]?.value).toBe("user_impersonation");
});

it("reads back what it wrote", async () => {
  const accounts = await seed();
  expect(JSON.parse(await readFile(azureAccountsFile(dataDir), "utf8"))).toEqual(accounts);
});
