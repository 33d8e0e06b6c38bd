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

/** @property retryAfterSeconds null: it is not said when to come back */
export type RefusalByFault =
  | { kind: "too-many-requests"; status: 429; retryAfterSeconds: number | null }
  | { kind: "server-error"; status: number };

/** The refusal that is switched on for a path, counted as used once. */
export function takeRefusal(path: string, faults: FaultBoard): RefusalByFault | undefined {
  const limit = faults.take("too-many-requests", (fault) => path.includes(fault.path));
  if (limit) return { kind: "too-many-requests", status: 429, retryAfterSeconds: limit.retryAfterSeconds };
  const broken = faults.take("server-error", (fault) => path.includes(fault.path));
  return broken && { kind: "server-error", status: broken.status };
}

/**
 * Answers with the refusal that is switched on for the path, if one is.
 * @returns whether the request was answered
 */
export function refuseByFault(exchange: Exchange, faults: FaultBoard, refusals = PLAIN): boolean {
  const { response, path } = exchange;
  const refusal = takeRefusal(path, faults);
  if (!refusal) return false;
  if (refusal.kind === "server-error") {
    sendJson(response, refusal.status, refusals.serverError(exchange));
    return true;
  }
  if (refusal.retryAfterSeconds !== null) response.setHeader("retry-after", refusal.retryAfterSeconds);
  sendJson(response, refusal.status, refusals.tooManyRequests(exchange));
  return true;
}
