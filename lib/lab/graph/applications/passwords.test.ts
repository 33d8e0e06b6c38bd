import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GraphLab, startGraphLab } from "../../testing/graph-lab";

let lab: GraphLab;
beforeAll(async () => {
  lab = await startGraphLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

describe("a secret", () => {
  const passwords = () => `/applications/${lab.sampleApp("server").id}`;

  it("is told once, works beside the others, and is removed", async () => {
    const endDateTime = new Date(Date.now() + 86_400_000).toISOString();
    const made = await lab.ask("POST", `${passwords()}/addPassword`, {
      body: { passwordCredential: { displayName: "portal", endDateTime } },
    });
    expect(made.status).toBe(200);
    const { keyId, secretText, hint } = made.body;
    expect([secretText.length, hint]).toEqual([40, secretText.slice(0, 3)]);
    const again = await lab.ask("POST", `${passwords()}/addPassword`, { body: {} });
    expect(Date.parse(String(again.body.endDateTime))).toBeGreaterThan(Date.now() + 700 * 86_400_000);

    const listed = await lab.ask("GET", `${passwords()}?$select=passwordCredentials`);
    expect(listed.body.passwordCredentials).toMatchObject([
      { keyId, displayName: "portal", secretText: null, hint, endDateTime },
      { keyId: again.body.keyId },
    ]);
    expect(JSON.stringify(lab.tenant())).not.toContain(secretText);
    expect((await lab.ask("POST", `${passwords()}/removePassword`, { body: { keyId } })).status).toBe(204);
    const unknown = await lab.ask("POST", `${passwords()}/removePassword`, { body: { keyId } });
    expect([unknown.status, unknown.body.error.message]).toEqual([
      400,
      `No password credential found with keyId '${keyId}'.`,
    ]);
  });

  it("must end after it begins, and not yet", async () => {
    const endDateTime = "2020-01-01T00:00:00Z";
    const body = { passwordCredential: { endDateTime } };
    expect((await lab.ask("POST", `${passwords()}/addPassword`, { body })).code).toBe("Request_BadRequest");
  });

  it("keeps to the policy of the tenant", async () => {
    lab.faults.switchOn({ fault: "secret-policy", maxDays: 180 });
    const long = await lab.ask("POST", `${passwords()}/addPassword`, { body: {} });
    expect(long.code).toBe("CredentialInvalidLifetimeAsPerAppPolicy");
    lab.faults.switchOn({ fault: "secret-policy", maxDays: 0 });
    const none = await lab.ask("POST", `${passwords()}/addPassword`, { body: {} });
    expect(none.code).toBe("CredentialTypeNotAllowedAsPerAppPolicy");
  });

  it("takes a while to be known when that is switched on", async () => {
    lab.faults.switchOn({ fault: "slow-secret-propagation", seconds: 3600 });
    const { keyId } = (await lab.ask("POST", `${passwords()}/addPassword`, { body: {} })).body;
    const credential = lab.sampleApp("server").passwordCredentials.find((one) => one.keyId === keyId);
    expect(Date.parse(credential?.usableFrom ?? "")).toBeGreaterThan(Date.now() + 3_000_000);
  });
});
