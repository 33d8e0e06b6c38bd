import { type ProbeOutcome, WARNING_CODES } from "@/lib/connectivity/endpoints/model";

/** How a test in the history of an endpoint ended, where only the code is kept in view. */
export function outcomeOfCode(code: string): ProbeOutcome {
  if (code === "ok") return "ok";
  return WARNING_CODES.has(code) ? "warning" : "failed";
}
