import { randomUUID } from "node:crypto";
import { z } from "zod";
import { originOf } from "../local-request";
import { queryOf } from "../query-of";
import { type Exchange, sendJson } from "../router";
import { AADSTS_ERRORS, errorOf, messageOf, numberOf, type Refusal } from "./aadsts-errors";

const guid = z.guid();

/** The ids under which support finds a request again; the client may choose the one of its whole operation. */
export interface TraceIds {
  traceId: string;
  correlationId: string;
}

/** Puts the ids into the headers, as the real service does with each answer. */
export function traceIds({ request, response }: Exchange): TraceIds {
  const asked = request.headers["client-request-id"] ?? queryOf(request).get("client-request-id");
  const parsed = guid.safeParse(asked);
  const ids = { traceId: randomUUID(), correlationId: parsed.data ?? randomUUID() };
  response.setHeader("x-ms-request-id", ids.traceId);
  if (parsed.success) response.setHeader("client-request-id", ids.correlationId);
  return ids;
}

/** `AADSTS…: sentence` with what support asks for. */
export function describeRefusal(refusal: Refusal, ids: TraceIds, now: Date): string {
  return `${refusal.code}: ${messageOf(refusal)} ${supportOf(ids, now)}`;
}

export const supportOf = ({ traceId, correlationId }: TraceIds, now: Date): string =>
  `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${stampOf(now)}`;

/** The exact shape of an error of the identity platform (reference/protocols/identity.md §3.2). */
export function refusalBody(exchange: Exchange, refusal: Refusal, now: Date) {
  const ids = traceIds(exchange);
  const number = numberOf(refusal.code);
  return {
    error: errorOf(refusal),
    error_description: describeRefusal(refusal, ids, now),
    error_codes: [number],
    timestamp: stampOf(now),
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
    error_uri: `${originOf(exchange.request)}/error?code=${number}`,
  };
}

export function sendRefusal(exchange: Exchange, refusal: Refusal, now: Date): void {
  const body = refusalBody(exchange, refusal, now);
  sendJson(exchange.response, AADSTS_ERRORS[refusal.code].status, body);
}

/** `2024-05-01 10:11:12Z` */
const stampOf = (now: Date): string => `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
