import { statusOf } from "@/app/_server/failure-status";
import { fail, type Result } from "@/lib/result";
import { isSameOrigin } from "./same-origin";

const STATUS: Record<string, number> = {
  "foreign-origin": 403,
  "hotfix-not-found": 404,
  "hotfix-upload-open": 409,
  "hotfix-upload-ended": 409,
  "hotfix-upload-incomplete": 409,
  "hotfix-chunk-misplaced": 409,
  "chunk-too-large": 413,
};

/** The result of a use case as JSON, never kept by a cache. */
export const answer = (result: Result<unknown>): Response =>
  Response.json(result, {
    status: result.ok ? 200 : statusOf(result, STATUS),
    headers: { "cache-control": "no-store" },
  });

/** Runs a change only for the portal's own pages. */
export async function answerToOwnPage(
  request: Request,
  run: () => Promise<Result<unknown>>,
): Promise<Response> {
  return answer(isSameOrigin(request) ? await run() : fail("foreign-origin"));
}
