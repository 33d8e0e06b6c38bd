import type { FaultBoard } from "./faults";
import { type Exchange, sendJson } from "./router";

/** The bodies in which a protocol says that it will not answer now. */
export interface Refusals {
  tooManyRequests(exchange: Exchange): unknown;
  serverError(exchange: Exchange): unknown;
}

const PLAIN: Refusals = {
  tooManyRequests: () => ({ code: "too-many-requests" }),
  serverError: () => ({ code: "server-error" }),
};

/**
 * Answers with the refusal that is switched on for the path, if one is.
 * @returns whether the request was answered
 */
export function refuseByFault(exchange: Exchange, faults: FaultBoard, refusals = PLAIN): boolean {
  const { response, path: requested } = exchange;
  const limit = faults.take("too-many-requests", (fault) => requested.includes(fault.path));
  if (limit) {
    if (limit.retryAfterSeconds !== null) response.setHeader("retry-after", limit.retryAfterSeconds);
    sendJson(response, 429, refusals.tooManyRequests(exchange));
    return true;
  }
  const broken = faults.take("server-error", (fault) => requested.includes(fault.path));
  if (broken) sendJson(response, broken.status, refusals.serverError(exchange));
  return broken !== undefined;
}
