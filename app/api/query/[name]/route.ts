import superjson from "superjson";
import { statusOf } from "@/app/_server/failure-status";
import { isQueryName, liveQuery } from "@/app/_server/queries";
import { refreshUseCase } from "@/app/_server/run-use-case";
import { fail, type Result } from "@/lib/result";

export const dynamic = "force-dynamic";

/** `GET /api/query/<name>?input=<JSON>`: the result of a query use case as superjson, so that dates stay dates. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  const { name } = await params;
  if (!isQueryName(name)) return answer(fail("unknown-query"));
  const input = parseJson(new URL(request.url).searchParams.get("input") ?? "{}");
  return answer(await refreshUseCase(liveQuery(name).useCase, input));
}

function answer(result: Result<unknown>): Response {
  return new Response(superjson.stringify(result), {
    status: result.ok ? 200 : statusOf(result, { "unknown-query": 404 }),
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

/** Broken JSON becomes `undefined`, which the use case's own schema refuses. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
