import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildSampleTenant } from "./build-sample-tenant";
import { LabDirectory } from "./lab-directory";
import { SAMPLE_TENANTS } from "./sample-tenants";

const [contoso] = SAMPLE_TENANTS.map(buildSampleTenant);
if (!contoso) throw new Error("there is no sample tenant");

let folder: string;
let directory: LabDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-lab-directory-"));
  directory = await LabDirectory.open(folder);
  await directory.add(contoso);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it("knows a tenant by its id and by each of its domains, in any case", () => {
  for (const name of [contoso.id.toUpperCase(), "Contoso.com", "contoso.onmicrosoft.COM"])
    expect(directory.tenant(name)?.displayName).toBe("Contoso");
  expect(directory.tenant("fabrikam.com")).toBeUndefined();
});

it("keeps a change over a restart", async () => {
  await directory.change(contoso.id, (tenant) => {
    tenant.displayName = "Contoso Ltd.";
  });

  const restarted = await LabDirectory.open(folder);
  expect(restarted.tenant(contoso.id)?.displayName).toBe("Contoso Ltd.");
});

it("makes changes one after the other, so that none is lost", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `https://localhost/${index}`);
  await Promise.all(
    names.map((uri) =>
      directory.change(contoso.id, ({ applications }) => applications[0]?.identifierUris.push(uri)),
    ),
  );

  expect(directory.tenant(contoso.id)?.applications[0]?.identifierUris).toEqual(names);
});

it("changes nothing when a change fails or leaves no valid tenant, and goes on", async () => {
  const failed = directory.change(contoso.id, (tenant) => {
    tenant.displayName = "Lost";
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  const invalid = directory.change(contoso.id, (tenant) => {
    tenant.id = "not a GUID";
  });
  await expect(invalid).rejects.toThrow();

  expect(directory.tenant(contoso.id)?.displayName).toBe("Contoso");
  await directory.change(contoso.id, (tenant) => {
    tenant.displayName = "Contoso Ltd.";
  });
  expect(directory.tenant(contoso.id)?.displayName).toBe("Contoso Ltd.");
});

it("lets nobody change what was read", () => {
  const tenant = directory.tenant(contoso.id);
  expect(() => tenant?.applications.pop()).toThrow(TypeError);
});

it("leaves one whole file and nothing else", async () => {
  await directory.change(contoso.id, ({ users }) => users.pop());
  expect(await readdir(folder)).toEqual([`${contoso.id}.json`]);
  expect(JSON.parse(await readFile(path.join(folder, `${contoso.id}.json`), "utf8")).users).toHaveLength(
    contoso.users.length - 1,
  );
});
