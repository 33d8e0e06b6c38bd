import { answerSignIn } from "@/lib/azure-services/sign-in/answer-sign-in";
import { getSignIn } from "@/lib/azure-services/sign-in/get-sign-in";
import { startSignIn } from "@/lib/azure-services/sign-in/start-sign-in";
import { type AzureLab, LAB_PASSWORD } from "./azure-lab";
import { type ConnectedProduct, succeeded } from "./connected-product";

const REDIRECT_URI = "http://localhost:3000/azure-services/sign-in";

/**
 * Signs an administrator in through the product, as the portal does it.
 * @param login e.g. `global.admin@contoso.com`
 * @returns id of the sign-in
 */
export async function signInToAzure(
  lab: AzureLab,
  product: ConnectedProduct,
  login: string,
): Promise<string> {
  const { environmentId, ctx, until } = product;
  const order = { environmentId, tenantId: null, method: "redirect", redirectUri: REDIRECT_URI };
  const { signInId } = succeeded(await startSignIn(ctx, order));
  const seen = async () => succeeded(await getSignIn(ctx, { signInId }));
  await until(async () => (await seen()).state !== "waiting");
  const { prompt } = await seen();
  if (prompt?.method !== "redirect") throw new Error(JSON.stringify(await seen()));
  const browser = lab.browser();
  await browser.visit(prompt.url);
  const back = await browser.submit({ login, passwd: LAB_PASSWORD });
  succeeded(await answerSignIn(ctx, { signInId, answer: back?.search.slice(1) }));
  await until(async () => (await seen()).state !== "prompting");
  const { state, failure } = await seen();
  if (state !== "signed-in") throw new Error(`${login} is ${state}: ${JSON.stringify(failure)}`);
  return signInId;
}
