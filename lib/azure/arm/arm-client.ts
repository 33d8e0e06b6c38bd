import { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import type { TokenCredential } from "@azure/core-auth";
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import { z } from "zod";
import { apiError } from "../api-error";
import type { Azure } from "../azure";
import { AzureError } from "../azure-error";
import type { AzureNeed } from "../azure-need";
import type { AzureSession } from "../azure-session";

/** Azure Resource Manager as somebody sees it. */
export interface Arm {
  /**
   * Every element of a list, over all its pages.
   * @throws AzureError CloudRefusedError
   */
  list<Element>(call: ArmList<Element>): Promise<Element[]>;
}

export interface ArmList<Element> {
  need: AzureNeed;
  element: z.ZodType<Element>;
  /** Which list, of Microsoft's client. */
  of(client: SubscriptionClient): AsyncIterable<unknown>;
}

/** Older than the client's own, because the national clouds come after the public one (reference/protocols/arm.md §1). */
const API_VERSION = "2021-01-01";

/** More elements than any list has that this product asks for; a link that leads in a circle ends here. */
const MOST_ELEMENTS = 50_000;

/** What the client's pipeline would do on its own: it is done in one place for all of Azure, or not at all. */
const NOT_OURS = [
  "decompressResponsePolicy",
  "defaultRetryPolicy",
  "redirectPolicy",
  "proxyPolicy",
  "logPolicy",
  "tracingPolicy",
  "setClientRequestIdPolicy",
] as const;

export function openArm(azure: Azure, session: AzureSession): Arm {
  const { environment, http } = azure;
  const paramsOf = (url: string) => http.paramsOf({ api: "arm", caller: session.caller, url });

  return {
    async list({ need, element, of }) {
      const endpoint = environment.armUrl;
      if (endpoint === null) throw new AzureError("not-in-this-cloud", paramsOf(""));
      let failure: unknown = null;
      // The client would make its own error of whatever is thrown; ours is kept aside.
      const remembered = <T>(asked: Promise<T>): Promise<T> =>
        asked.catch((error: unknown) => {
          failure = error;
          throw error;
        });
      const client = openClient(
        endpoint,
        () => remembered(session.armToken()),
        (request) => remembered(sendOnce(azure, session, request, need)),
      );
      const found: unknown[] = [];
      try {
        for await (const one of of(client)) {
          found.push(one);
          if (found.length > MOST_ELEMENTS) break;
        }
      } catch {
        throw failure ?? invalid(paramsOf(endpoint));
      }
      const parsed = z.array(element).max(MOST_ELEMENTS).safeParse(found);
      if (!parsed.success) throw invalid(paramsOf(endpoint));
      return parsed.data;
    },
  };
}

async function sendOnce(
  { http }: Azure,
  session: AzureSession,
  request: PipelineRequest,
  need: AzureNeed,
): Promise<PipelineResponse> {
  const { url, method } = request;
  // The lists of this product send nothing; a body in another form than text would be lost without a word.
  if (method !== "GET" || request.body) throw new Error(`${method} is not asked through this client`);
  const headers = request.headers.toJSON();
  const answer = await http.send({
    api: "arm",
    caller: session.caller,
    method,
    url,
    headers,
    repeatable: true,
  });
  const params = http.paramsOf({ api: "arm", caller: session.caller, url });
  if (answer.status >= 300) throw apiError(answer, { params, need, session });
  const contentType = answer.header("content-type");
  return {
    request,
    status: answer.status,
    headers: createHttpHeaders(contentType ? { "content-type": contentType } : {}),
    bodyAsText: answer.body.toString("utf8"),
  };
}

function openClient(
  armUrl: string,
  getToken: () => Promise<string>,
  sendRequest: HttpClient["sendRequest"],
): SubscriptionClient {
  // That a token lasts is the session's business: the client asks each time.
  const credential: TokenCredential = {
    getToken: async () => ({ token: await getToken(), expiresOnTimestamp: 0 }),
  };
  const client = new SubscriptionClient(credential, {
    apiVersion: API_VERSION,
    endpoint: armUrl.replace(/\/$/, ""),
    httpClient: { sendRequest },
    credentials: { scopes: [`${armUrl}.default`] },
    retryOptions: { maxRetries: 0 },
  });
  for (const name of NOT_OURS) client.pipeline.removePolicy({ name });
  return client;
}

const invalid = (params: object): AzureError =>
  new AzureError("azure-answer-invalid", { ...params, status: 200, azureCode: "list", requestId: "" });
