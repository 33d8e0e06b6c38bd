import type { FaultBoard } from "./faults";
import { type Exchange, sendJson } from "./router";

/**
 * Answers with the refusal that is switched on for the path, if one is.
 * @returns whether the request was answered
 */
export function refuseByFault({ response, path: requested }: Exchange, faults: FaultBoard): boolean {
  const limit = faults.take("too-many-requests", (fault) => requested.includes(fault.path));
  if (limit) {
    response.setHeader("retry-after", limit.retryAfterSeconds);
    sendJson(response, 429, { code: "too-many-requests" });
    return true;
  }
  const broken = faults.take("server-error", (fault) => requested.includes(fault.path));
  if (broken) sendJson(response, broken.status, { code: "server-error" });
  return broken !== undefined;
}
