import { CodedError } from "@/lib/coded-error";
import type { WireErrorCode } from "../wire-error";

/**
 * What only a probe says; the rest it says as every request does. Each has its sentence in the messages under
 * `connectivity.failures`.
 */
export const PROBE_CODES = [
  "tls-intercepted",
  "tls-root-missing",
  "tls-self-signed",
  "clock-skewed",
  "redirect-leaves-catalogue",
  "probe-stopped",
] as const;

export type ProbeCode = (typeof PROBE_CODES)[number] | WireErrorCode;

/** Why a layer of the way to an endpoint does not carry. */
export class ProbeError extends CodedError<ProbeCode> {
  override name = "ProbeError";
}
