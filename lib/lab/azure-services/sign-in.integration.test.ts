import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerSignIn } from "@/lib/azure-services/sign-in/answer-sign-in";
import { cancelSignIn } from "@/lib/azure-services/sign-in/cancel-sign-in";
import { getSignIn } from "@/lib/azure-services/sign-in/get-sign-in";
import { SIGN_IN_KEPT_MS } from "@/lib/azure-services/sign-in/model";
import { startSignIn } from "@/lib/azure-services/sign-in/start-sign-in";
import { systemClock } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { azureSignIns, cloudEnvironments } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, LAB_PASSWORD, startAzureLab } from "../testing/azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "../testing/connected-product";

const PATIENCE_MS = 120_000;
const REDIRECT_URI = "http://localhost:3000/azure-services/sign-in";

const { db } = await testDatabase();
let lab: AzureLab;
let product: ConnectedProduct;
let skippedMs = 0;
const clock = { now: () => new Date(systemClock.now().getTime() + skippedMs) };

beforeAll(async () => {
  lab = await startAzureLab((service) => graphRoutes(service));
}, PATIENCE_MS);
afterAll(() => lab.close());
beforeEach(async () => {
  skippedMs = 0;
  product = await startConnectedProduct(db, lab, clock);
}, PATIENCE_MS);
afterEach(() => product.close());

const contoso = () => lab.service.directory.tenant("contoso.onmicrosoft.com")?.id ?? "";
const fabrikam = () => lab.service.directory.tenant("fabrikam.onmicrosoft.com")?.id ?? "";

const begun = async (more: object = {}) =>
  succeeded(
    await startSignIn(product.ctx, {
      environmentId: product.environmentId,
      tenantId: null,
      method: "device-code",
      redirectUri: null,
      ...more,
    }),
  ).signInId;

const seen = async (signInId: string) => succeeded(await getSignIn(product.ctx, { signInId }));

/** What the administrator is shown, as soon as it is there. */
async function prompt<Method extends "device-code" | "redirect">(signInId: string, method: Method) {
  await product.until(async () => (await seen(signInId)).state !== "waiting");
  const { prompt: shown } = await seen(signInId);
  if (shown?.method !== method) throw new Error(JSON.stringify(await seen(signInId)));
  return shown as Extract<typeof shown, { method: Method }>;
}

async function settled(signInId: string) {
  await product.until(async () => !["waiting", "prompting"].includes((await seen(signInId)).state));
  return seen(signInId);
}

/** @returns the page Azure shows then */
async function typeCode(signInId: string, login: string): Promise<string> {
  const { userCode, verificationUri } = await prompt(signInId, "device-code");
  const browser = lab.browser();
  await browser.visit(verificationUri);
  await browser.submit({ user_code: userCode });
  await browser.submit({ login, passwd: LAB_PASSWORD });
  return browser.page;
}

describe("an administrator", () => {
  it(
    "signs in by a code; the product learns his tenant and what he may, and keeps no token",
    async () => {
      const id = await begun();
      await typeCode(id, "global.admin@contoso.com");
      expect(await settled(id)).toMatchObject({
        state: "signed-in",
        prompt: null,
        account: {
          username: "global.admin@contoso.com",
          tenantId: contoso(),
          tenantName: "Contoso",
          directoryRoles: ["Global Administrator"],
        },
      });
      const [row] = await db.select().from(azureSignIns).where(eq(azureSignIns.id, id));
      expect(JSON.stringify(row)).not.toMatch(/eyJ/);
      expect(product.lines.join("\n")).not.toMatch(/eyJ/);
    },
    PATIENCE_MS,
  );

  it(
    "signs in by coming back from Azure, whose answer the executive redeems",
    async () => {
      const id = await begun({ method: "redirect", redirectUri: REDIRECT_URI });
      const { url } = await prompt(id, "redirect");
      const browser = lab.browser();
      await browser.visit(url);
      const back = await browser.submit({ login: "global.admin@contoso.com", passwd: LAB_PASSWORD });
      expect(`${back?.origin}${back?.pathname}`).toBe(REDIRECT_URI);
      const answer = back?.search.slice(1) ?? "";
      expect(await answerSignIn(product.ctx, { signInId: id, answer })).toMatchObject({ ok: true });
      expect(await settled(id)).toMatchObject({ state: "signed-in", account: { tenantName: "Contoso" } });
    },
    PATIENCE_MS,
  );

  it(
    "is not signed in by the answer to another sign-in",
    async () => {
      const [one, other] = [
        await begun({ method: "redirect", redirectUri: REDIRECT_URI }),
        await begun({ method: "redirect", redirectUri: REDIRECT_URI }),
      ];
      const { url } = await prompt(one, "redirect");
      await prompt(other, "redirect");
      const browser = lab.browser();
      await browser.visit(url);
      const back = await browser.submit({ login: "global.admin@contoso.com", passwd: LAB_PASSWORD });
      await answerSignIn(product.ctx, { signInId: other, answer: back?.search.slice(1) ?? "" });
      expect(await settled(other)).toMatchObject({ state: "failed", failure: { code: "sign-in-mismatch" } });
    },
    PATIENCE_MS,
  );

  it(
    "of another tenant than the one asked for is refused",
    async () => {
      const id = await begun({ tenantId: fabrikam() });
      expect(await typeCode(id, "global.admin@contoso.com")).toMatch(/AADSTS500\d+/);
      expect(await seen(id)).toMatchObject({ state: "prompting", account: null });
    },
    PATIENCE_MS,
  );

  it(
    "alone sees the code of his sign-in: with it somebody else would sign in for him",
    async () => {
      const id = await begun();
      await prompt(id, "device-code");
      const somebodyElse = testCtx(db, { actor: userActor("SMS000BR") });
      expect(await getSignIn(somebodyElse, { signInId: id })).toMatchObject({ code: "sign-in-not-found" });
      await cancelSignIn(somebodyElse, { signInId: id });
      expect((await seen(id)).state).toBe("prompting");
    },
    PATIENCE_MS,
  );

  it(
    "who gives his sign-in up is forgotten",
    async () => {
      const id = await begun();
      const { userCode, verificationUri } = await prompt(id, "device-code");
      succeeded(await cancelSignIn(product.ctx, { signInId: id }));
      const browser = lab.browser();
      await browser.visit(verificationUri);
      await browser.submit({ user_code: userCode });
      await browser.submit({ login: "global.admin@contoso.com", passwd: LAB_PASSWORD });
      expect(await seen(id)).toMatchObject({ state: "closed", account: null });
    },
    PATIENCE_MS,
  );
});

describe("a sign-in", () => {
  it(
    "ends with the process that held its tokens",
    async () => {
      const id = await begun();
      await typeCode(id, "global.admin@contoso.com");
      expect((await settled(id)).state).toBe("signed-in");
      await product.kill();
      await product.begin();
      await product.until(async () => (await seen(id)).state === "closed");
    },
    PATIENCE_MS,
  );

  it(
    "that nobody uses ends with its time",
    async () => {
      const id = await begun();
      await typeCode(id, "global.admin@contoso.com");
      expect((await settled(id)).state).toBe("signed-in");
      skippedMs = SIGN_IN_KEPT_MS;
      await publish(db, { topic: "azure-services" });
      await product.until(async () => (await seen(id)).state === "closed");
    },
    PATIENCE_MS,
  );

  it("is not begun while the role runs offline", async () => {
    await db.execute("update service_connection_point set running_mode = 'offline'");
    const asked = {
      environmentId: product.environmentId,
      tenantId: null,
      method: "device-code",
      redirectUri: null,
    };
    expect(await startSignIn(product.ctx, asked)).toMatchObject({ code: "role-offline" });
  });

  it("does not come back to a portal that the environment's client does not know", async () => {
    await db.update(cloudEnvironments).set({ signInRedirects: false });
    const asked = {
      environmentId: product.environmentId,
      tenantId: null,
      method: "redirect",
      redirectUri: REDIRECT_URI,
    };
    expect(await startSignIn(product.ctx, asked)).toMatchObject({
      code: "sign-in-cannot-come-back",
      field: "method",
    });
  });
});
