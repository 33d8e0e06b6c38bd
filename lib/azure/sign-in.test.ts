import { describe, expect, it } from "vitest";
import type { AzureSignInPrompt } from "@/lib/db/schema";
import { signInByDeviceCode } from "./sign-in-by-device-code";
import { beginRedirectSignIn } from "./sign-in-by-redirect";
import {
  ADMINISTRATOR,
  aadsts,
  accessToken,
  fakeAzure,
  json,
  TENANT,
  userTokens,
} from "./testing/fake-azure";
import type { Scripted } from "./testing/scripted-wire";

const CODE = {
  device_code: "device",
  user_code: "B6SUYU5PL",
  verification_uri: "https://cloud.example/devicelogin",
  expires_in: 900,
  interval: 1,
  message: "Open the page and enter the code.",
};
const PENDING = aadsts(70016, "authorization_pending");
const STATE = "7c7c7c7c-0000-4000-8000-000000000000";
const REDIRECT_URI = "https://portal.example/azure/signed-in";

const formOf = (body: Uint8Array | undefined) => new URLSearchParams(Buffer.from(body ?? "").toString());

/** Who signed in, as Graph says. */
function directory(what: string): Scripted | undefined {
  if (what === "GET /graph/v1.0/organization") {
    const verifiedDomains = [
      { name: "contoso.onmicrosoft.com", isDefault: false, isInitial: true },
      { name: "contoso.com", isDefault: true, isInitial: false },
    ];
    return json({ value: [{ id: TENANT, displayName: "Contoso", verifiedDomains }] });
  }
  if (!what.startsWith("GET /graph/v1.0/me/memberOf")) return undefined;
  const roleTemplateId = "62e90394-69f5-4237-9190-012177145e10";
  return json({ value: [{ displayName: "Global Administrator", roleTemplateId }] });
}

describe("a sign-in with a device code", () => {
  const signIn = (
    tokens: () => Scripted,
    deviceCode: Scripted = json(CODE),
    tenantId: string | null = TENANT,
  ) => {
    const azure = fakeAzure((what) => {
      if (what.endsWith("/devicecode")) return deviceCode;
      return what.endsWith("/oauth2/v2.0/token") ? tokens() : directory(what);
    });
    const prompts: AzureSignInPrompt[] = [];
    const stop = new AbortController();
    const onPrompt = async (prompt: AzureSignInPrompt) => void prompts.push(prompt);
    const asked = { tenantId, onPrompt, signal: stop.signal };
    return { azure, prompts, stop, session: signInByDeviceCode(azure, asked) };
  };

  it("shows the code, waits, and knows then who it is and in which tenant", async () => {
    const answers = [PENDING, userTokens()];
    const { prompts, session } = signIn(() => answers.shift() ?? userTokens());
    const { account } = await session;
    expect(prompts).toMatchObject([
      { method: "device-code", userCode: "B6SUYU5PL", verificationUri: CODE.verification_uri },
    ]);
    expect(account).toEqual({
      objectId: ADMINISTRATOR,
      name: "Ada",
      username: "ada@contoso.com",
      tenantId: TENANT,
      tenantName: "Contoso",
      tenantDomain: "contoso.com",
      directoryRoles: ["Global Administrator"],
    });
  });

  it("asks by name for what the product does, so that Azure can ask for consent", async () => {
    const { azure, session } = signIn(() => userTokens());
    await session;
    const asked = azure.wire.sent.map(({ body }) => formOf(body).get("scope") ?? "").join(" ");
    for (const name of ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All"])
      expect(asked).toContain(`https://cloud.example/graph/${name}`);
    expect(asked).not.toContain(".default");
  });

  it("has a token for Graph at once, and one for Resource Manager by what it remembers", async () => {
    const answers = [userTokens(), accessToken("arm-token")];
    const { azure, session } = signIn(() => answers.shift() ?? aadsts(50196, "invalid_grant"));
    const administrator = await session;
    expect(await administrator.graphToken()).toBe("graph-token");
    expect(await administrator.armToken()).toBe("arm-token");
    const form = formOf(azure.wire.sent.at(-1)?.body);
    expect(form.get("refresh_token")).toBe("refresh-token");
    expect(form.get("scope")).toContain("https://cloud.example/arm/.default");
    administrator.close();
    await expect(administrator.graphToken()).rejects.toThrow("closed");
  });

  it.each([
    ["too late", "expired_token", 70020, "sign-in-expired"],
    ["of an account with too little", "invalid_grant", 50076, "mfa-required"],
    ["blocked", "interaction_required", 53003, "blocked-by-conditional-access"],
  ])("that is %s ends so (%s)", async (_what, error, number, code) => {
    const { session } = signIn(() => aadsts(number, error));
    await expect(session).rejects.toMatchObject({ code });
  });

  it("that Azure declines without a number is known by its name", async () => {
    const { session } = signIn(() => json({ error: "authorization_declined" }, 400));
    await expect(session).rejects.toMatchObject({ code: "sign-in-declined" });
  });

  it("is not begun when the client may not", async () => {
    const { session, prompts } = signIn(() => userTokens(), aadsts(7000218, "invalid_client"));
    await expect(session).rejects.toMatchObject({ code: "sign-in-client-refused" });
    expect(prompts).toEqual([]);
  });

  it.each(["javascript:alert(1)", "http://cloud.example/devicelogin", ""])(
    "never shows %j as a link",
    async (link) => {
      const { session, prompts } = signIn(() => userTokens(), json({ ...CODE, verification_uri: link }));
      await expect(session).rejects.toMatchObject({ code: "azure-answer-invalid" });
      expect(prompts).toEqual([]);
    },
  );

  it("whose code cannot be shown to anybody is given up", async () => {
    const azure = fakeAzure((what) =>
      what.endsWith("/token") ? PENDING : what.endsWith("/devicecode") ? json(CODE) : undefined,
    );
    const onPrompt = () => Promise.reject(new Error("no database"));
    const asked = { tenantId: TENANT, onPrompt, signal: new AbortController().signal };
    await expect(signInByDeviceCode(azure, asked)).rejects.toThrow("no database");
  });

  it("can be given up at any time", async () => {
    const { session, stop, prompts } = signIn(() => PENDING);
    await expect.poll(() => prompts.length, { timeout: 10_000 }).toBe(1);
    stop.abort(new Error("given up"));
    await expect(session).rejects.toThrow("given up");
  });

  it("of an account of another tenant is refused", async () => {
    const tid = "aaaaaaaa-2222-4333-8444-555555555555";
    await expect(signIn(() => userTokens({ tid })).session).rejects.toMatchObject({
      code: "account-of-another-tenant",
    });
    expect((await signIn(() => userTokens({ tid }), json(CODE), null).session).caller.tenantId).toBe(tid);
  });
});

describe("a sign-in in the browser", () => {
  const begin = async () => {
    let nonce = "";
    const azure = fakeAzure((what) =>
      what.endsWith("/oauth2/v2.0/token") ? userTokens({ nonce }) : directory(what),
    );
    const signIn = await beginRedirectSignIn(azure, {
      tenantId: TENANT,
      redirectUri: REDIRECT_URI,
      state: STATE,
    });
    const query = new URL(signIn.url).searchParams;
    nonce = query.get("nonce") ?? "";
    return { azure, signIn, query };
  };

  it("goes to the tenant's own page, and proves with what stays here that the code is ours", async () => {
    const { azure, signIn, query } = await begin();
    expect(signIn.url).toContain(`https://cloud.example/${TENANT}/oauth2/v2.0/authorize?`);
    expect(query.get("code_challenge_method")).toBe("S256");
    expect(query.get("redirect_uri")).toBe(REDIRECT_URI);
    const session = await signIn.redeem(`code=code&state=${STATE}`);
    expect(session.account.username).toBe("ada@contoso.com");
    const form = azure.wire.sent.filter(({ method }) => method === "POST").map(({ body }) => formOf(body))[0];
    expect(form?.get("code_verifier")?.length).toBeGreaterThanOrEqual(43);
    expect(form?.get("redirect_uri")).toBe(REDIRECT_URI);
    expect(signIn.url).not.toContain(form?.get("code_verifier"));
  });

  it("is not redeemed with an answer to another one", async () => {
    const { azure, signIn } = await begin();
    for (const state of ["", "foreign", `${STATE.slice(0, -1)}!`, `${STATE.slice(0, -1)}ü`]) {
      await expect(signIn.redeem(`code=code&state=${state}`)).rejects.toMatchObject({
        code: "sign-in-mismatch",
      });
    }
    expect(azure.wire.sent.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it.each([
    ["access_denied", "AADSTS65004: User declined to consent.", "sign-in-declined", "AADSTS65004"],
    ["access_denied", "", "sign-in-declined", "access_denied"],
    ["consent_required", "AADSTS90094: Admin consent is required.", "consent-missing", "AADSTS90094"],
    ["server_error", "<script>", "azure-request-refused", "server_error"],
    ["<script>", "", "azure-request-refused", "error"],
  ])("that came back with %s (%s) is %s", async (error, error_description, code, azureCode) => {
    const { signIn } = await begin();
    const answer = new URLSearchParams({ error, error_description, state: STATE });
    await expect(signIn.redeem(answer.toString())).rejects.toMatchObject({ code, params: { azureCode } });
  });

  it("whose answer was made for another one is refused by its nonce", async () => {
    const azure = fakeAzure((what) =>
      what.endsWith("/oauth2/v2.0/token") ? userTokens({ nonce: "another" }) : directory(what),
    );
    const signIn = await beginRedirectSignIn(azure, {
      tenantId: null,
      redirectUri: REDIRECT_URI,
      state: STATE,
    });
    await expect(signIn.redeem(`code=code&state=${STATE}`)).rejects.toMatchObject({
      code: "azure-answer-invalid",
    });
  });
});
