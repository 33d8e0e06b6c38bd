import { Second } from "@/lib/clock";
import type { WireResponse } from "./wire";
import { WireError } from "./wire-error";

const BUSY: ReadonlySet<number> = new Set([429, 503]);
/** Only a proxy asks so; one that intercepts answers it in the place of the cloud. */
const PROXY_AUTHENTICATION_REQUIRED = 407;

/** The answer's status as a named failure, with what the server asked us to wait. */
export function httpStatusError(response: WireResponse, url: string): WireError {
  const asked = retryAfterMs(response.header("retry-after"), new Date());
  if (response.status === PROXY_AUTHENTICATION_REQUIRED) {
    const { host } = new URL(url);
    return new WireError("proxy-authentication-required", { host, proxy: host, status: response.status });
  }
  return new WireError(BUSY.has(response.status) ? "server-busy" : "http-status", {
    host: new URL(url).host,
    status: response.status,
    ...(asked === null ? {} : { retryAfterMs: asked }),
  });
}

/** `Retry-After` (RFC 9110 §10.2.3): seconds or a date. Null when absent or unreadable. */
export function retryAfterMs(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * Second.ms;
  // Date.parse takes nearly everything for a date; an HTTP date names its day.
  const date = /^[A-Z][a-z]{2},/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
