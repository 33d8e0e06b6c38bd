import { randomUUID } from "node:crypto";
import type { IdentityService } from "../identity/identity-service";
import { verifyAccessToken } from "../identity/verify-access-token";
import { GRAPH_PATH } from "../lab-environment-row";
import { originOf } from "../local-request";
import { readJson } from "../read-body";
import type { Refusals } from "../refuse-by-fault";
import { type Exchange, type LabRoute, sendJson } from "../router";
import { underFaults } from "../under-faults";
import { answerBatch } from "./answer-batch";
import { answerRequest } from "./answer-request";
import { GraphError, type RequestIds } from "./graph-error";
import type { GraphAnswer } from "./graph-operation";
import { THROTTLE_HEADERS, throttledBody, unavailableBody } from "./refusal-bodies";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"];
const VERSION_PATH = `${GRAPH_PATH}v1.0`;
const DIAGNOSTIC = {
  ServerInfo: { DataCenter: "Lab", Slice: "E", Ring: "5", ScaleUnit: "001", RoleInstance: "LAB0001" },
};

/** Microsoft Graph v1.0, below `/graph/v1.0/` (reference/protocols/graph.md), and the faults that are on. */
export function graphRoutes(identity: IdentityService): LabRoute[] {
  const refusals: Refusals = {
    tooManyRequests(exchange) {
      for (const [name, value] of Object.entries(THROTTLE_HEADERS)) exchange.response.setHeader(name, value);
      return throttledBody(identify(exchange, identity));
    },
    serverError: (exchange) => unavailableBody(identify(exchange, identity)),
  };
  const route: LabRoute = {
    methods: METHODS,
    path: `${VERSION_PATH}/`,
    async handle(exchange) {
      const ids = identify(exchange, identity);
      send(exchange, await answer(exchange, identity, ids));
    },
  };
  return underFaults([route], identity.faults, refusals);
}

async function answer(
  { request, rest }: Exchange,
  identity: IdentityService,
  ids: RequestIds,
): Promise<GraphAnswer> {
  const origin = originOf(request);
  const verified = verifyAccessToken(identity, request, "graph");
  if (!verified.ok) {
    const challenge = `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`;
    return { ...new GraphError(verified.code).answer(ids), headers: { "www-authenticate": challenge } };
  }
  const { claims } = verified.value;
  const hasBody = request.headers["content-length"] !== "0" && request.method !== "GET";
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
  );
  const caller = { service: identity, claims, base: `${origin}${VERSION_PATH}` };
  const asked = {
    method: request.method ?? "",
    path: `/${rest}`,
    query: new URL(request.url ?? "/", origin).searchParams,
    headers,
    body: hasBody ? await readJson(request, MAX_BODY_BYTES) : undefined,
  };
  const isBatch = asked.path === "/$batch" && asked.method === "POST";
  return isBatch ? answerBatch(caller, asked, ids) : answerRequest(caller, asked, ids);
}

/** Sets the headers by which Graph finds a request again. */
function identify({ request, response }: Exchange, { now }: IdentityService): RequestIds {
  const requestId = randomUUID();
  const clientRequestId = request.headers["client-request-id"]?.toString() ?? requestId;
  response.setHeader("request-id", requestId);
  response.setHeader("client-request-id", clientRequestId);
  response.setHeader("x-ms-ags-diagnostic", JSON.stringify(DIAGNOSTIC));
  return { requestId, clientRequestId, time: now() };
}

function send({ response }: Exchange, { status, body, headers = {} }: GraphAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body !== undefined) sendJson(response, status, body);
  else response.writeHead(status, { "cache-control": "no-store" }).end();
}
