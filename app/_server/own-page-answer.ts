import { fail, type Result } from "@/lib/result";
import { statusOf } from "./failure-status";
import { isSameOrigin } from "./same-origin";

/** Codes of the uploads; any other failure is the caller's fault. */
const STATUS: Record<string, number> = {
  "foreign-origin": 403,
  "hotfix-not-found": 404,
  "hotfix-upload-open": 409,
  "hotfix-upload-ended": 409,
  "hotfix-upload-incomplete": 409,
  "hotfix-chunk-misplaced": 409,
  "offline-import-not-found": 404,
  "offline-import-ended": 409,
  "offline-chunk-misplaced": 409,
  "offline-upload-waits": 503,
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
