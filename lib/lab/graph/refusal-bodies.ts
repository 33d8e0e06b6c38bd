import { GraphError, type RequestIds } from "./graph-error";

export const THROTTLE_HEADERS = {
  "x-ms-throttle-information": "ResourceUnitLimitExceeded",
  "x-ms-throttle-scope": "Tenant_Application/ReadWrite",
} as const satisfies Record<string, string>;

/** Of another shape than the other refusals (reference/protocols/graph.md §8). */
export function throttledBody(ids: RequestIds) {
  const { error } = new GraphError("throttled").body(ids);
  const { date, "request-id": requestId } = error.innerError;
  const message = "Please retry after";
  const innerError = { code: "429", date, message, "request-id": requestId, status: "429" };
  return { error: { ...error, innerError } };
}

export const unavailableBody = (ids: RequestIds) => new GraphError("unavailable").body(ids);
