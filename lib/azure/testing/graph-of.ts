import type { AzureSession } from "../azure-session";
import { type Graph, openGraph } from "../graph/graph-client";
import { type FakeAzure, fakeAzure, json } from "./fake-azure";
import type { Scripted, Sent } from "./scripted-wire";
import { testSession } from "./test-session";

export interface FakeGraph extends FakeAzure {
  graph: Graph;
  /** Method and path below the version, of each request. */
  asked(): string[];
}

/** @param answer by method and path, e.g. `GET /graph/v1.0/organization`; `index` counts the requests from 0 */
export function graphOf(
  answer: (what: string, index: number, sent: Sent) => Scripted | undefined,
  kind: AzureSession["kind"] = "app",
): FakeGraph {
  let index = 0;
  const azure = fakeAzure((what, sent) => answer(what, index++, sent));
  const asked = () =>
    azure.wire.sent.map(({ method, url }) => `${method} ${decodeURIComponent(url).split("/v1.0")[1]}`);
  return { ...azure, graph: openGraph(azure, testSession(kind)), asked };
}

/** A refusal as Graph writes it. */
export const refused = (code: string, status: number, more: object = {}): Scripted =>
  json({ error: { code, message: "secret", ...more } }, status, { "request-id": "request-1" });

export const bodyOf = (sent: Sent | undefined): unknown =>
  JSON.parse(Buffer.from(sent?.body ?? "null").toString());
