import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { AuthError } from "@azure/msal-node";
import { z } from "zod";
import { type AzureCallParams, AzureError } from "../azure-error";
import type { AzureCaller, AzureHttp } from "../azure-http";
import { parseJson } from "../parse-json";
import { loginError } from "./login-error";

/** What the polling of a device code is answered until the administrator is through. */
const STILL_WAITING = "authorization_pending";

/** A link that the administrator will open; MSAL would take anything, and poll without a pause. */
const deviceCodeSchema = z.looseObject({
  device_code: z.string().min(1),
  user_code: z.string().min(1).max(40),
  verification_uri: z.url({ protocol: /^https$/ }),
  expires_in: z.number().positive().max(3600),
  interval: z.number().min(1).max(60).default(5),
  message: z.string().max(1000).default(""),
});

const tokenSchema = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive(),
});

/** Microsoft's sign-in library on our wire: it opens no connection, waits for nothing, and hides no failure. */
export interface MsalNetwork {
  module: INetworkModule;
  /** @throws AzureError CloudRefusedError with what really happened, whatever the library made of it */
  run<T>(call: () => Promise<T>): Promise<NonNullable<T>>;
}

export function openMsalNetwork(http: AzureHttp, caller: AzureCaller, signal?: AbortSignal): MsalNetwork {
  let failure: unknown = null;
  let lastUrl = "";
  // One after the other: what went wrong on the wire belongs to the call that is under way.
  let before: Promise<unknown> = Promise.resolve();

  async function ask<T>(
    method: "GET" | "POST",
    url: string,
    { headers, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const request = { api: "login", caller, method, url, headers, body, repeatable: true, signal } as const;
    lastUrl = url;
    const answer = await http.send(request);
    const params = http.paramsOf(request);
    const parsed = parseJson(answer.body);
    const accepted = answer.status >= 200 && answer.status < 300;
    if (!accepted && !(method === "POST" && isStillWaiting(parsed))) throw loginError(answer, parsed, params);
    const checked = accepted ? schemaFor(method, url).safeParse(parsed) : { success: true, data: parsed };
    if (!checked.success) {
      const { status } = answer;
      throw new AzureError("azure-answer-invalid", {
        ...params,
        status,
        azureCode: `HTTP ${status}`,
        requestId: "",
      });
    }
    // The library trusts its caller for the shape; it was checked above. Headers stay here: it would wait by them.
    return { status: answer.status, headers: {}, body: checked.data as T };
  }

  const remembered = async <T>(asked: Promise<NetworkResponse<T>>): Promise<NetworkResponse<T>> => {
    try {
      return await asked;
    } catch (error) {
      failure = error;
      throw error;
    }
  };

  async function attempt<T>(call: () => Promise<T>): Promise<NonNullable<T>> {
    failure = null;
    try {
      const result = await call();
      if (result !== null && result !== undefined) return result;
    } catch (error) {
      throw failure ?? libraryError(error, params());
    }
    throw libraryError(null, params());
  }

  const params = () => http.paramsOf({ api: "login", caller, url: lastUrl });

  return {
    module: {
      sendGetRequestAsync: (url, options) => remembered(ask("GET", url, options)),
      sendPostRequestAsync: (url, options) => remembered(ask("POST", url, options)),
    },
    run(call) {
      const turn = before.then(() => attempt(call));
      before = turn.catch(() => {});
      return turn;
    },
  };
}

const isStillWaiting = (body: unknown): boolean =>
  z.object({ error: z.literal(STILL_WAITING) }).safeParse(body).success;

function schemaFor(method: "GET" | "POST", url: string): z.ZodType {
  if (method === "GET") return z.looseObject({});
  return new URL(url).pathname.endsWith("/devicecode") ? deviceCodeSchema : tokenSchema;
}

/** What the library itself refused. Its texts stay out: they repeat what was answered. */
function libraryError(error: unknown, params: AzureCallParams): AzureError {
  const name = error instanceof AuthError ? error.errorCode : "";
  const told = {
    ...params,
    status: 0,
    azureCode: /^[a-z_]{1,60}$/.test(name) ? name : "error",
    requestId: "",
  };
  return new AzureError(name === "device_code_expired" ? "sign-in-expired" : "azure-answer-invalid", told);
}
