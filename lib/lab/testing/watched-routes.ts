import type { LabRoute } from "../router";

/**
 * What becomes of a request: `refuse` it as something that is not worth another attempt; `drop-before` it has an effect,
 * or `drop-after` it.
 */
export type Fate = "answer" | "refuse" | "drop-before" | "drop-after";

/** Routes that tell of each request, and do with it as they are told. */
export function watchedRoutes(routes: readonly LabRoute[], fateOf: (what: string) => Fate): LabRoute[] {
  return routes.map((route) => ({
    ...route,
    async handle(exchange) {
      const { request, response, path } = exchange;
      const fate = fateOf(`${request.method} ${path}`);
      if (fate === "refuse") return void response.writeHead(501).end();
      if (fate === "drop-before") return void response.destroy();
      if (fate === "drop-after") {
        const drop = () => response.destroy();
        Object.assign(response, { end: drop, write: drop });
      }
      await route.handle(exchange);
    },
  }));
}
