import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { serverEnrolments, siteSystemServers, sites } from "@/lib/db/schema";
import { keepDatabaseAccess } from "@/lib/hierarchy/enrolment/kept-access";
import { labInstallDir } from "@/lib/lab/lab-machines";
import { testDatabase } from "@/lib/testing/database";
import { planLabMachines } from "./lab-machines";

const { db, connectionString } = await testDatabase();
const dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-machines-"));
afterAll(() => rm(dataDir, { recursive: true }));

const FQDN = "scp01.contoso.com";
const plan = () => planLabMachines(connectionString, dataDir, "http://127.0.0.1:3000");
const JOINED = [{ fqdn: FQDN, holdsRole: false, token: null }];
const JOINS = [{ fqdn: FQDN, holdsRole: false, token: expect.stringMatching(/^scp1\./) }];

it("a machine of the lab joins once; again when what it got for it was lost, and when it was revoked", async () => {
  expect(await plan()).toEqual([]);
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  await db.insert(siteSystemServers).values({ fqdn: FQDN, siteCode: "CAS" });
  expect(await plan()).toEqual(JOINS);

  // As the portal notes it; a kill comes before the machine has kept its login.
  await db.update(serverEnrolments).set({ joinedAt: new Date(), login: "scp_none" });
  expect(await plan()).toEqual(JOINS);

  await db.update(serverEnrolments).set({ joinedAt: new Date() });
  const access = { url: "postgres://scp_none:x@127.0.0.1/scp" };
  await keepDatabaseAccess(labInstallDir(dataDir, FQDN), access, "secret");
  expect(await plan()).toEqual(JOINED);

  await db.update(serverEnrolments).set({ endedAt: new Date() });
  expect(await plan()).toEqual(JOINS);
});
