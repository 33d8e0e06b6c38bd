import type { AdministratorSession } from "@/lib/azure/administrator-session";
import { beginRedirectSignIn } from "@/lib/azure/sign-in-by-redirect";
import { SAMPLE_TENANTS, type SampleUserName, sampleUserPrincipalName } from "../directory/sample-tenants";
import { type AzureLab, LAB_PASSWORD } from "./azure-lab";
import type { ProductAzure } from "./product-azure";

const REDIRECT_URI = "http://localhost:3000/azure/signed-in";

/** Signs somebody of the first sample tenant in, in a browser of his own. */
export async function signInAs(
  lab: AzureLab,
  azure: ProductAzure,
  user: SampleUserName,
): Promise<AdministratorSession> {
  const [tenant] = SAMPLE_TENANTS;
  if (!tenant) throw new Error("no sample tenant");
  const state = crypto.randomUUID();
  const options = { tenantId: tenant.id, redirectUri: REDIRECT_URI, state };
  const signIn = await beginRedirectSignIn(azure, options);
  const browser = lab.browser();
  await browser.visit(signIn.url);
  const login = sampleUserPrincipalName(tenant, user);
  const back = await browser.submit({ login, passwd: LAB_PASSWORD });
  return signIn.redeem(back?.search ?? "");
}
