"use client";

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import superjson from "superjson";
import type { QueryName, QueryValue } from "@/app/_server/queries";
import type { Result } from "@/lib/result";
import { liveQueryKey } from "./live-query-key";
import { QueryFailure } from "./query-failure";

interface Options<Name extends QueryName> {
  /** What the server already rendered; the page shows it at once and follows from there. */
  initialData?: QueryValue<Name>;
  /** False while the question makes no sense yet, e.g. before a row is chosen. */
  enabled?: boolean;
}

/**
 * Follows a query of `app/_server/queries.ts`: asks once, and again whenever the server says its answer may be
 * another. `input` must be plain JSON.
 */
export function useLiveQuery<Name extends QueryName>(
  name: Name,
  input: Record<string, unknown> = {},
  options: Options<Name> = {},
): UseQueryResult<QueryValue<Name>, QueryFailure> {
  return useQuery<QueryValue<Name>, QueryFailure>({
    queryKey: liveQueryKey(name, input),
    queryFn: ({ signal }) => askLiveQuery(name, input, signal),
    ...options,
  });
}

/** Asks a live query once, e.g. for the next page of a list; `useLiveQuery` is for what fits in one answer. */
export async function askLiveQuery<Name extends QueryName>(
  name: Name,
  input: Record<string, unknown>,
  signal: AbortSignal,
): Promise<QueryValue<Name>> {
  const query = new URLSearchParams({ input: JSON.stringify(input) });
  const response = await fetch(`/api/query/${name}?${query}`, { signal, cache: "no-store" }).catch(
    (cause) => {
      signal.throwIfAborted();
      throw Object.assign(new QueryFailure({ ok: false, code: "unreachable" }), { cause });
    },
  );
  const result = await readResult<QueryValue<Name>>(response);
  if (result.ok) return result.value;
  throw new QueryFailure(result);
}

/** Something between the browser and the portal may answer with a page of its own. */
async function readResult<T>(response: Response): Promise<Result<T>> {
  try {
    return superjson.parse<Result<T>>(await response.text());
  } catch {
    return { ok: false, code: "unreachable" };
  }
}
