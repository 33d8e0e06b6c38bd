import { Agent, request } from "undici";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { faultSchema } from "../faults";
import { RecentRequests } from "../recent-requests";
import { type AzureLab, LAB_PASSWORD, sampleApp, startAzureLab } from "../testing/azure-lab";
import { FAULT_FORMS } from "./fault-forms";
import { labPageRoutes } from "./lab-page-routes";
import { readFaultForm } from "./read-fault-form";

let lab: AzureLab;
const requests = new RecentRequests(() => new Date("2026-03-01T12:34:56Z"));

beforeAll(async () => {
  lab = await startAzureLab(({ directory }, faults) => labPageRoutes(faults, directory, requests));
}, 60_000);
afterEach(() => lab.faults.clear());
afterAll(() => lab.close());

const page = async () => String((await lab.get("/lab")).body);

it("offers every fault, with fields that its schema takes", () => {
  const kinds = faultSchema.options.map((option) => option.shape.fault.value);
  expect(Object.keys(FAULT_FORMS).toSorted()).toEqual(kinds.toSorted());
  for (const option of faultSchema.options) {
    const fields = FAULT_FORMS[option.shape.fault.value].fields.map(({ name }) => name);
    const { fault: _, ...shape } = option.shape;
    expect(fields.toSorted()).toEqual(Object.keys(shape).toSorted());
  }
});

it("switches a fault on and off", async () => {
  const on = await lab.post("/lab/switch-on", {
    fault: "too-many-requests",
    path: "/graph/",
    retryAfterSeconds: "",
    times: "2",
  });
  expect([on.status, on.headers.location]).toEqual([303, "/lab"]);
  expect(lab.faults.list()).toEqual([
    { fault: "too-many-requests", path: "/graph/", retryAfterSeconds: null, times: 2 },
  ]);
  expect(await page()).toContain("path: /graph/, retryAfterSeconds: null, times: 2");

  await lab.post("/lab/switch-on", { fault: "clock-skew", seconds: "-5" });
  await lab.post("/lab/switch-off", { number: String(lab.faults.active()[0]?.number) });
  expect(lab.faults.list()).toEqual([{ fault: "clock-skew", seconds: -5 }]);
  await lab.post("/lab/switch-off", {});
  expect(lab.faults.list()).toEqual([]);
});

it("says which field was wrong, and switches nothing on", async () => {
  const wrong = await lab.post("/lab/switch-on", { fault: "expired-secret", appId: "no GUID" });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain("Application (client) ID: ");
  expect(lab.faults.list()).toEqual([]);
  expect(readFaultForm(new URLSearchParams({ fault: "toString" }))).toBe("There is no such fault.");
});

it("is not for other origins, nor for other names of this computer", async () => {
  const foreign = await lab.post("/lab/switch-off", {}, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);

  // The client of a rebound name would not stop at the certificate; the page must.
  const careless = new Agent({
    connect: { checkServerIdentity: () => undefined, rejectUnauthorized: false },
  });
  const rebound = await request(`${lab.origin}/lab`, {
    dispatcher: careless,
    headers: { host: "evil.example" },
  });
  await careless.close();
  expect(rebound.statusCode).toBe(403);
});

it("shows who and what is there, and never a secret", async () => {
  const { clientId, secret, appIdUri } = sampleApp(lab.accounts, "Fabrikam", "ConfigMgr Server App");
  const text = await page();
  for (const shown of [
    clientId,
    appIdUri,
    "global.admin@fabrikam.com",
    "Global Administrator",
    "rg-log-analytics",
  ])
    expect(text).toContain(shown);
  expect(text).toContain("Directory.Read.All");
  for (const hidden of [secret, LAB_PASSWORD]) expect(text).not.toContain(hidden);
  const hashes = lab.service.directory
    .tenants()
    .flatMap(({ users, applications }) => [
      ...users.map(({ passwordHash }) => passwordHash),
      ...applications.flatMap((app) => app.passwordCredentials.map(({ secretHash }) => secretHash)),
    ]);
  for (const hash of hashes) expect(text).not.toContain(hash);
});

it("shows what the lab was asked, newest first, escaped, and not who looks", async () => {
  requests.note({ method: "GET", path: "/graph/v1.0/organization", status: 200 });
  requests.note({ method: "POST", path: "/<script>", status: null });
  requests.note({ method: "GET", path: "/lab", status: 200 });
  expect(requests.list().map(({ path }) => path)).toEqual(["/<script>", "/graph/v1.0/organization"]);
  const text = await page();
  expect(text).toContain("<code>POST /&lt;script&gt;</code></td><td>cut</td>");
  expect(text).toContain("12:34:56");
});
