import { expect } from "vitest";
import { graphRoutes } from "../graph/graph-routes";
import { type ApiRequest, startApiLab } from "./api-lab";
import { type CheckedExchange, Contract } from "./contract/contract";
import { readDescription } from "./contract/description";

export const graphContract = new Contract(
  readDescription("graph-v1.0.openapi.json", "graph-additions.openapi.json"),
);

/** What Graph answers, as far as tests look into it. */
export interface GraphBody {
  [property: string]: unknown;
  id: string;
  appId: string;
  keyId: string;
  secretText: string;
  value: Record<string, unknown>[];
  error: { code: string; message: string };
}

/** The lab's Graph. Whatever is asked of it must be as described: what is asked, and what comes back. */
export async function startGraphLab() {
  const lab = await startApiLab(graphRoutes);
  const exchanges: CheckedExchange[] = [];

  return {
    ...lab,
    exchanges,
    /** @param options without `token`: as the global administrator */
    async ask(method: string, url: string, options: Partial<ApiRequest> = {}) {
      const token = lab.userToken("global.admin", "graph");
      const answer = await lab.send("/graph/v1.0", { method, url: encodeURI(url), token, ...options });
      const [path = ""] = url.split("?");
      const { searchParams: query } = new URL(encodeURI(url), lab.origin);
      const exchange = { method, path, query, requestBody: options.body, status: answer.status };
      const checked = { ...exchange, responseBody: answer.body };
      exchanges.push(checked);
      expect(graphContract.check(checked)).toEqual([]);
      const body = (answer.body ?? {}) as GraphBody;
      return { ...answer, body, code: body.error?.code };
    },
  };
}

export type GraphLab = Awaited<ReturnType<typeof startGraphLab>>;
