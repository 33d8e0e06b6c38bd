import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { findApplication } from "../directory/find";
import { SIGN_IN_CLIENT } from "../directory/microsoft-apps";
import type { Application, Tenant } from "../directory/model";
import { type AzureLab, LAB_PASSWORD, sampleApp, startAzureLab } from "./azure-lab";
import type { LabBrowser } from "./lab-browser";

export const REDIRECT = "http://localhost";

/** The public client that administrators sign in through, and where it listens. */
export const asPublic = { client_id: SIGN_IN_CLIENT, redirect_uri: "http://localhost:1234/back" };

/** For each test of the calling file: a browser that nobody signed in with yet, and the sample tenants as they were made. */
export function signInLab() {
  let lab: AzureLab;
  let app: ReturnType<typeof sampleApp>;
  let before: readonly Tenant[];
  let browser: LabBrowser;

  beforeAll(async () => {
    lab = await startAzureLab();
    app = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
    before = lab.service.directory.tenants();
  }, 60_000);
  beforeEach(() => {
    browser = lab.browser();
  });
  afterEach(async () => {
    lab.faults.clear();
    for (const tenant of before) await lab.service.directory.add(tenant);
  });
  afterAll(() => lab.close());

  function tenantOf(domain: string): Tenant {
    const tenant = lab.service.directory.tenant(domain);
    if (!tenant) throw new Error(`${domain} is not there`);
    return tenant;
  }

  return {
    get azure() {
      return lab;
    },
    /** The app that users sign in to, unless the request is of another. */
    get app() {
      return app;
    },
    get browser() {
      return browser;
    },
    useAnotherBrowser(): void {
      browser = lab.browser();
    },
    authorizeUrl: (query: Record<string, string> = {}, tenant = "contoso.com") =>
      `${lab.origin}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
        client_id: app.clientId,
        response_type: "code",
        redirect_uri: REDIRECT,
        scope: "openid profile email",
        state: "state & more",
        ...query,
      })}`,
    login: (name: string, password = LAB_PASSWORD) => browser.submit({ login: name, passwd: password }),
    redeem: (code: string | null | undefined, form: Record<string, string> = {}, tenant = "contoso.com") =>
      lab.post(`/${tenant}/oauth2/v2.0/token`, {
        grant_type: "authorization_code",
        client_id: app.clientId,
        client_secret: app.secret,
        redirect_uri: REDIRECT,
        code: code ?? "",
        ...form,
      }),
    redeemAsPublic: (
      code: string | null | undefined,
      form: Record<string, string> = {},
      tenant = "contoso.com",
    ) =>
      lab.post(`/${tenant}/oauth2/v2.0/token`, {
        grant_type: "authorization_code",
        ...asPublic,
        code: code ?? "",
        ...form,
      }),
    tenantOf,
    change: (domain: string, mutate: (tenant: Tenant, application: Application) => void) =>
      lab.service.directory.change(tenantOf(domain).id, (tenant) => {
        const application = findApplication(tenant, app.clientId) ?? tenant.applications[0];
        if (application) mutate(tenant, application);
      }),
  };
}
