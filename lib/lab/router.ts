import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Decoded path without the query. */
  path: string;
  /** What follows the route's path when that ends in `/`. */
  rest: string;
  /** What stands in place of each `:name` of the route's path. */
  params: Readonly<Record<string, string>>;
}

/** One row of the lab cloud's table; each protocol it speaks is a module that gives some. */
export interface LabRoute {
  methods: readonly string[];
  /** Exact, or a prefix when it ends in `/`. A segment `:name` stands for any one. */
  path: string;
  handle(exchange: Exchange): Promise<void> | void;
}

/** What was asked and answered; without the query, which may carry what nobody else should read. */
export interface AnsweredRequest {
  method: string;
  path: string;
  /** Null when the connection ended before an answer. */
  status: number | null;
}

/** Answers each request by the first row whose path fits. Rows of one path with different methods may follow each other. */
export function routeRequests(
  routes: readonly LabRoute[],
  observe: (answered: AnsweredRequest) => void = () => {},
): RequestListener {
  return async (request, response) => {
    const path = decodePath(request.url);
    const method = request.method ?? "";
    response.once("close", () => {
      observe({ method, path: path ?? "", status: response.writableFinished ? response.statusCode : null });
    });
    const candidates = path === undefined ? [] : routes.flatMap((route) => candidateOf(route, path) ?? []);
    const found = candidates.find(({ route }) => route.methods.includes(method));
    try {
      if (path === undefined || candidates.length === 0) sendJson(response, 404, { code: "not-found" });
      else if (!found) {
        const allowed = new Set(candidates.flatMap(({ route }) => route.methods));
        response.setHeader("allow", [...allowed].join(", "));
        sendJson(response, 405, { code: "method-not-allowed" });
      } else {
        const { route, rest, params } = found;
        await route.handle({ request, response, path, rest, params });
      }
    } catch (error) {
      console.error(`${method} ${path}:`, error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { code: "internal-error" });
    }
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function candidateOf(route: LabRoute, path: string) {
  const wanted = route.path.split("/");
  const given = path.split("/");
  const isPrefix = wanted.at(-1) === "";
  if (isPrefix ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    if (isPrefix && index === wanted.length - 1) break;
    if (segment.startsWith(":") && value !== "") params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return { route, params, rest: isPrefix ? given.slice(wanted.length - 1).join("/") : "" };
}

function decodePath(url: string | undefined): string | undefined {
  try {
    return decodeURIComponent((url ?? "/").split("?")[0] ?? "/");
  } catch {
    return undefined;
  }
}
