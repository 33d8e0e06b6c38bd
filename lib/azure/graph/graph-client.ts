import { Client, type Context, type GraphRequest } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { apiError } from "../api-error";
import type { Azure } from "../azure";
import { AzureError } from "../azure-error";
import type { AzureAnswer, AzureRequest } from "../azure-http";
import type { AzureNeed } from "../azure-need";
import type { AzureSession } from "../azure-session";

export interface GraphCall<Answer> {
  method: "DELETE" | "GET" | "PATCH" | "POST";
  /** Below the version, with its query; values in it are encoded (`odata.ts`). */
  path: string;
  headers?: Record<string, string>;
  body?: object;
  /** A POST is not, unless the caller knows what a second one does. */
  repeatable?: boolean;
  need: AzureNeed;
  /** Nothing that Graph says is believed before it has this shape. */
  answer: z.ZodType<Answer>;
}

/** Microsoft Graph as somebody sees it. */
export interface Graph {
  /** @throws AzureError CloudRefusedError */
  ask<Answer>(call: GraphCall<Answer>): Promise<Answer>;
  /** Every element of a collection, over all its pages. @throws AzureError CloudRefusedError */
  askAll<Element>(
    call: Omit<GraphCall<unknown>, "method" | "answer"> & { element: z.ZodType<Element> },
  ): Promise<Element[]>;
}

/** More pages than any list has that this product asks for; a link that leads in a circle ends here. */
const MOST_PAGES = 200;

export function openGraph({ environment, http }: Azure, session: AzureSession): Graph {
  const base = environment.graphUrl ?? "";
  const paramsOf = (url: string) => http.paramsOf({ api: "graph", caller: session.caller, url });

  async function ask<Answer>(call: GraphCall<Answer>): Promise<Answer> {
    if (base === "") throw new AzureError("not-in-this-cloud", paramsOf(""));
    const token = await session.graphToken();
    const repeatable = call.repeatable ?? call.method !== "POST";
    let failure: unknown = null;
    // The client makes its own error of whatever is thrown; ours is kept aside.
    const execute = async (context: Context) => {
      try {
        const request = requestOf(context, call.method);
        const headers = { ...request.headers, authorization: `Bearer ${token}` };
        const answer = await http.send({
          ...request,
          headers,
          api: "graph",
          caller: session.caller,
          repeatable,
        });
        if (answer.status >= 300)
          throw apiError(answer, { params: paramsOf(request.url), need: call.need, session });
        context.response = responseOf(answer);
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    const client = Client.initWithMiddleware({
      baseUrl: base,
      defaultVersion: "v1.0",
      middleware: { execute },
    });
    let answered: unknown;
    try {
      answered = await perform(client.api(call.path).headers(call.headers ?? {}), call);
    } catch {
      throw failure ?? invalid(call.path);
    }
    const parsed = call.answer.safeParse(answered);
    if (!parsed.success) throw invalid(call.path);
    return parsed.data;
  }

  const invalid = (path: string): AzureError =>
    new AzureError("azure-answer-invalid", {
      ...paramsOf(base),
      status: 200,
      azureCode: path.split("?")[0]?.replace(/[0-9a-f-]{36}/gi, "…") ?? "",
      requestId: "",
    });

  return {
    ask,
    async askAll({ element, ...call }) {
      const page = z.object({ value: z.array(element), "@odata.nextLink": z.string().optional() });
      const found: z.infer<typeof element>[] = [];
      for (let path: string | undefined = call.path, pages = 0; path !== undefined; pages++) {
        if (pages === MOST_PAGES) throw invalid(call.path);
        const answer: z.infer<typeof page> = await ask({ ...call, path, method: "GET", answer: page });
        found.push(...answer.value);
        path = answer["@odata.nextLink"];
      }
      return found;
    },
  };
}

function perform(request: GraphRequest, { method, body }: GraphCall<unknown>): Promise<unknown> {
  if (method === "GET") return request.get();
  if (method === "DELETE") return request.delete();
  return method === "PATCH" ? request.patch(body) : request.post(body);
}

function requestOf(
  { request, options }: Context,
  method: AzureRequest["method"],
): Pick<AzureRequest, "method" | "url" | "body"> & { headers: Record<string, string> } {
  const url = typeof request === "string" ? request : request.url;
  const headers = Object.fromEntries(new Headers(options?.headers));
  const body = typeof options?.body === "string" ? options.body : undefined;
  return { method, url, headers, body };
}

const NO_CONTENT = 204;

const responseOf = ({ status, body, header }: AzureAnswer): Response =>
  new Response(status === NO_CONTENT ? null : new Uint8Array(body), {
    status,
    headers: { "content-type": header("content-type") ?? "application/json" },
  });
