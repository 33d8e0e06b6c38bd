import { getSignIn } from "@/lib/azure-services/sign-in/get-sign-in";
import { startSignIn } from "@/lib/azure-services/sign-in/start-sign-in";
import type { Ctx } from "@/lib/context";
import { LAB_ENVIRONMENT_ID } from "../lab-environment-row";
import { succeeded } from "./connected-product";
import type { LabBrowser } from "./lab-browser";

interface Somebody {
  login: string;
  password: string;
}

/**
 * Begins a sign-in in the product and does what it asks for, in the lab's pages.
 * @param until looks again and again until it holds
 * @returns its id, signed in
 */
export async function signInByCode(
  { ctx, until }: { ctx: Ctx; until(holds: () => Promise<boolean>): Promise<void> },
  browser: LabBrowser,
  { login, password }: Somebody,
): Promise<string> {
  const asked = {
    environmentId: LAB_ENVIRONMENT_ID,
    tenantId: null,
    method: "device-code",
    redirectUri: null,
  };
  const { signInId } = succeeded(await startSignIn(ctx, asked));
  const seen = async () => succeeded(await getSignIn(ctx, { signInId }));
  await until(async () => (await seen()).prompt !== null);
  const { prompt } = await seen();
  if (prompt?.method !== "device-code") throw new Error("no code is shown");
  await browser.visit(prompt.verificationUri);
  await browser.submit({ user_code: prompt.userCode });
  await browser.submit({ login, passwd: password });
  await until(async () => ["signed-in", "failed"].includes((await seen()).state));
  const { state, failure } = await seen();
  if (state !== "signed-in") throw new Error(JSON.stringify(failure));
  return signInId;
}
