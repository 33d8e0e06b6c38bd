import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Decoded path without the query. */
  path: string;
  /** What follows the route's path when that ends in `/`. */
  rest: string;
}

/** One row of the lab cloud's table; each protocol it speaks is a module that gives some. */
export interface LabRoute {
  methods: readonly string[];
  /** Exact, or a prefix when it ends in `/`. */
  path: string;
  handle(exchange: Exchange): Promise<void> | void;
}

/** Answers each request by the first row whose path fits. Rows of one path with different methods may follow each other. */
export function routeRequests(routes: readonly LabRoute[]): RequestListener {
  return async (request, response) => {
    const path = decodePath(request.url);
    const candidates = path === undefined ? [] : routes.filter((route) => fits(route, path));
    const route = candidates.find(({ methods }) => methods.includes(request.method ?? ""));
    try {
      if (path === undefined || candidates.length === 0) sendJson(response, 404, { code: "not-found" });
      else if (!route) {
        response.setHeader("allow", candidates.flatMap(({ methods }) => methods).join(", "));
        sendJson(response, 405, { code: "method-not-allowed" });
      } else await route.handle({ request, response, path, rest: path.slice(route.path.length) });
    } catch (error) {
      console.error(`${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { code: "internal-error" });
    }
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

const fits = (route: LabRoute, path: string): boolean =>
  route.path.endsWith("/") ? path.startsWith(route.path) : path === route.path;

function decodePath(url: string | undefined): string | undefined {
  try {
    return decodeURIComponent((url ?? "/").split("?")[0] ?? "/");
  } catch {
    return undefined;
  }
}
