import { WARNING_CODES } from "@/lib/connectivity/endpoints/model";

/** How the result of a test looks in its history, where only the code is kept in view. */
export function toneOfCode(code: string): "success" | "warning" | "danger" {
  if (code === "ok") return "success";
  return WARNING_CODES.has(code) ? "warning" : "danger";
}
