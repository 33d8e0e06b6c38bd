import { z } from "zod";
import type { Azure } from "./azure";
import { AzureError } from "./azure-error";
import type { AzureCaller } from "./azure-http";
import { loginError } from "./login/login-error";

const deviceCode = z.object({ device_code: z.string().min(1) });
const pending = z.object({ error: z.literal("authorization_pending") });

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/**
 * Asks for a code to sign in by through an app, and once whether somebody did: an app that the tenant does not have, or
 * that is no public client, is refused at one of the two. Nobody signs in; the code lapses.
 * @throws AzureError `app-not-in-tenant`, `tenant-not-found`, `sign-in-client-refused` when it is no public client …
 */
export async function probePublicClient(azure: Azure, caller: AzureCaller): Promise<void> {
  const { tenantId, clientId } = caller;
  const told = await post(azure, caller, `${tenantId}/oauth2/v2.0/devicecode`, {
    client_id: clientId,
    scope: "openid",
  });
  if (told.status !== 200) throw told.error();
  const code = deviceCode.safeParse(told.body);
  if (!code.success) throw told.error();
  const polled = await post(azure, caller, `${tenantId}/oauth2/v2.0/token`, {
    client_id: clientId,
    grant_type: GRANT,
    device_code: code.data.device_code,
  });
  if (!pending.safeParse(polled.body).success) throw polled.error();
}

async function post(
  { environment, http }: Azure,
  caller: AzureCaller,
  path: string,
  fields: Record<string, string>,
) {
  const request = {
    api: "login",
    caller,
    method: "POST",
    url: `${environment.loginUrl}${path}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    repeatable: true,
  } as const;
  if (environment.loginUrl === null) throw new AzureError("not-in-this-cloud", http.paramsOf(request));
  const answer = await http.send(request);
  const body = parseJson(answer.body);
  return { status: answer.status, body, error: () => loginError(answer, body, http.paramsOf(request)) };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    // No JSON is as good as none of the shapes that are looked for.
    return undefined;
  }
}
