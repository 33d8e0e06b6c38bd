import { Hour, Second } from "@/lib/clock";
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

/** What another party may ask us to wait; beyond it we ask again anyway. */
const LONGEST_RETRY_AFTER = 6 * Hour.ms;

/**
 * `Retry-After` (RFC 9110 §10.2.3), in seconds or as a date in any of the three ways of §5.6.7, never longer than
 * {@link LONGEST_RETRY_AFTER}. Null when absent or unreadable.
 */
export function retryAfterMs(value: string | undefined, now: Date): number | null {
  const asked = value?.trim() ?? "";
  // Microsoft Graph asks for fractions of a second (reference/protocols/graph.md §8), RFC 9110 knows none.
  const waitMs = /^\d+(\.\d+)?$/.test(asked) ? Number(asked) * Second.ms : httpDateMs(asked) - now.getTime();
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(0, waitMs), LONGEST_RETRY_AFTER);
}

/** Date.parse takes nearly everything for a date, and one without a zone for local time; an HTTP date is GMT. */
function httpDateMs(text: string): number {
  if (/^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} [\d:]{8} GMT$/.test(text)) return Date.parse(text);
  if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/.test(text)) return Date.parse(`${text} GMT`);
  return Number.NaN;
}
