import type { Failure } from "@/lib/result";

const STATUS: Record<string, number> = {
  unauthenticated: 401,
  forbidden: 403,
  "internal-error": 500,
};

/**
 * The HTTP status of a failed use case.
 * @param own codes of the route itself
 */
export const statusOf = ({ code }: Failure, own: Record<string, number> = {}): number =>
  own[code] ?? STATUS[code] ?? 400;
