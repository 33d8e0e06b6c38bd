import { z } from "zod";
import { takeRefusal } from "../refuse-by-fault";
import { answerRequest } from "./answer-request";
import { GraphError, type RequestIds } from "./graph-error";
import type { GraphAnswer, GraphCaller, GraphRequest } from "./graph-operation";
import { THROTTLE_HEADERS, throttledBody, unavailableBody } from "./refusal-bodies";

const MOST_REQUESTS = 20;

const item = z.object({
  id: z.string().min(1),
  method: z.string().transform((method) => method.toUpperCase()),
  /** Below the version; a slash at its start may be missing. */
  url: z.string().min(1).refine(isReadable),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});
const batch = z.object({ requests: z.array(item).min(1).max(MOST_REQUESTS) });
type Item = z.infer<typeof item>;

/**
 * Several requests in one (reference/protocols/graph.md §9). Each is answered for itself, and may be throttled for
 * itself; one whose predecessor failed is not carried out.
 */
export async function answerBatch(
  caller: GraphCaller,
  { body }: Pick<GraphRequest, "body">,
  ids: RequestIds,
): Promise<GraphAnswer> {
  const parsed = batch.safeParse(body);
  if (!parsed.success) return malformed("the batch request is not valid", ids);
  const { requests } = parsed.data;
  const names = new Set(requests.map(({ id }) => id));
  if (names.size < requests.length) return malformed("the ids of the requests are not unique", ids);
  const order = inOrder(requests);
  if (!order) return malformed("a request depends on one that does not come before it", ids);
  const answers = new Map<string, GraphAnswer>();
  for (const one of order) {
    const isBlocked = one.dependsOn.some((id) => (answers.get(id)?.status ?? 0) >= 400);
    answers.set(
      one.id,
      isBlocked ? new GraphError("dependency-failed").answer(ids) : await answerItem(caller, one, ids),
    );
  }
  const responses = [...answers].map(([id, answer]) => ({
    id,
    status: answer.status,
    headers: {
      ...(answer.body !== undefined && { "Content-Type": "application/json" }),
      ...answer.headers,
    },
    body: answer.body ?? null,
  }));
  return { status: 200, body: { responses } };
}

async function answerItem(
  caller: GraphCaller,
  { method, url, headers: given, body }: Item,
  ids: RequestIds,
): Promise<GraphAnswer> {
  const { origin, pathname } = new URL(caller.base);
  const target = new URL(`${pathname}/${url.replace(/^\//, "")}`, origin);
  const refusal = takeRefusal(target.pathname, caller.service.faults);
  if (refusal?.kind === "server-error") return { status: refusal.status, body: unavailableBody(ids) };
  if (refusal) {
    const wait = refusal.retryAfterSeconds;
    const headers = { ...THROTTLE_HEADERS, ...(wait !== null && { "Retry-After": String(wait) }) };
    return { status: 429, body: throttledBody(ids), headers };
  }
  const lowerCase = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
  const path = decodeURIComponent(target.pathname.slice(pathname.length));
  const request = { method, path, query: target.searchParams, body };
  return answerRequest(caller, { ...request, headers: Object.fromEntries(lowerCase) }, ids);
}

/** @returns undefined when they wait for each other, or for one that is not there */
function inOrder(requests: readonly Item[]): Item[] | undefined {
  const order: Item[] = [];
  const isNext = ({ id, dependsOn }: Item) =>
    !order.some((done) => done.id === id) &&
    dependsOn.every((needed) => order.some((done) => done.id === needed));
  while (order.length < requests.length) {
    const next = requests.find(isNext);
    if (!next) return undefined;
    order.push(next);
  }
  return order;
}

function isReadable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== "";
  } catch {
    return false;
  }
}

const malformed = (problem: string, ids: RequestIds): GraphAnswer =>
  new GraphError("batch-malformed", { problem }).answer(ids);
