import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { buildSampleTenant } from "../directory/build-sample-tenant";
import { findApplication, findServicePrincipal } from "../directory/find";
import { RESOURCE_APPS } from "../directory/microsoft-apps";
import { SAMPLE_TENANTS, sampleAppId } from "../directory/sample-tenants";
import { FaultBoard } from "../faults";
import { grantedRoles, issueAppToken, issueUserToken, type TokenSubject } from "./access-token";
import { type IdentityService, openIdentityService } from "./identity-service";
import { verifyAccessToken } from "./verify-access-token";

const ORIGIN = "https://localhost:4443";
const faults = new FaultBoard();
let folder: string;
let service: IdentityService;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-lab-tokens-"));
  service = await openIdentityService(folder, faults);
  for (const sample of SAMPLE_TENANTS) await service.directory.add(buildSampleTenant(sample));
});
afterEach(() => faults.clear());
afterAll(() => rm(folder, { recursive: true, force: true }));

function subject(key = "server", audience = `${ORIGIN}/graph`): TokenSubject {
  const [sample] = SAMPLE_TENANTS;
  const tenant = sample && service.directory.tenant(sample.id);
  const client = tenant && findApplication(tenant, sampleAppId(sample, key));
  const resource = tenant && findServicePrincipal(tenant, RESOURCE_APPS.graph.appId);
  if (!tenant || !client || !resource) throw new Error("the sample is not there");
  return { tenant, client, resource, audience, clientAuthentication: "secret", origin: ORIGIN };
}

function appToken(of = subject()): string {
  const principal = findServicePrincipal(of.tenant, of.client.appId);
  return issueAppToken(service, of, grantedRoles(of.tenant, principal?.id ?? "", of.resource)).token;
}

const verify = (token: string | undefined, resource: "graph" | "arm" = "graph") =>
  verifyAccessToken(
    service,
    { headers: { host: "localhost:4443", ...(token && { authorization: `Bearer ${token}` }) } },
    resource,
  );

it("knows an app with the roles it was granted", () => {
  const verified = verify(appToken());
  expect(verified).toMatchObject({
    ok: true,
    value: {
      claims: { idtyp: "app", roles: ["Directory.Read.All"], appid: subject().client.appId, ver: "1.0" },
    },
  });
});

it("has no roles claim for an app that nobody granted anything", () => {
  const verified = verify(appToken(subject("server-without-consent")));
  expect(verified.ok && "roles" in verified.value.claims).toBe(false);
});

it("knows the user an app acts for, with the directory roles of that user", () => {
  const of = subject();
  const [user] = of.tenant.users;
  if (!user) throw new Error("nobody");
  const verified = verify(issueUserToken(service, of, user, ["User.Read"]).token);
  expect(verified).toMatchObject({
    ok: true,
    value: { claims: { idtyp: "user", oid: user.id, scp: "User.Read" } },
  });
  expect(verified.ok && verified.value.claims.wids).toContain("62e90394-69f5-4237-9190-012177145e10");
});

it.each(["https://graph.microsoft.com", RESOURCE_APPS.graph.appId, `${ORIGIN}/graph/`])(
  "accepts the audience %s",
  (audience) => {
    expect(verify(appToken(subject("server", audience))).ok).toBe(true);
  },
);

it("refuses a token for another API, or none", () => {
  expect(verify(appToken(), "arm")).toMatchObject({ ok: false, code: "wrong-audience" });
  expect(verify(undefined)).toMatchObject({ ok: false, code: "token-missing" });
});

it("refuses what was changed, and what another key signed", async () => {
  const [header, , signature] = appToken().split(".");
  const forged = Buffer.from(JSON.stringify({ roles: ["Directory.ReadWrite.All"] })).toString("base64url");
  expect(verify(`${header}.${forged}.${signature}`)).toMatchObject({ code: "token-invalid" });

  const elsewhere = await openIdentityService(path.join(folder, "elsewhere"), faults);
  expect(verify(issueAppToken(elsewhere, subject(), []).token)).toMatchObject({ code: "token-invalid" });
});

it("refuses a token whose time is over or has not come, whoever's clock is wrong", () => {
  const token = appToken();
  faults.switchOn({ fault: "clock-skew", seconds: 2 * 60 * 60 });
  expect(verify(token)).toMatchObject({ code: "token-expired" });
  faults.clear();
  faults.switchOn({ fault: "clock-skew", seconds: -2 * 60 * 60 });
  expect(verify(token)).toMatchObject({ code: "token-not-yet-valid" });
});

it("keeps its key over a restart", async () => {
  const token = appToken();
  service = await openIdentityService(folder, faults);
  expect(verify(token).ok).toBe(true);
});
