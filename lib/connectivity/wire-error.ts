import { errors } from "undici";
import { CodedError } from "@/lib/coded-error";

/**
 * Why a request to the cloud brought no usable answer. Each code has a sentence with cause and cure in the
 * messages under `updates.failures`; together they tell a firewall from a proxy from a certificate.
 */
export const WIRE_ERROR_CODES = [
  "dns-failed",
  "connection-refused",
  "connection-lost",
  "connect-timeout",
  "response-timeout",
  "network-unreachable",
  "tls-untrusted",
  "tls-expired",
  "tls-name-mismatch",
  "tls-version-unsupported",
  "tls-failed",
  "proxy-unreachable",
  "proxy-refused",
  "proxy-authentication-required",
  "proxy-credentials-refused",
  "proxy-credentials-unreadable",
  "redirect-loop",
  "redirect-refused",
  "server-busy",
  "http-status",
  "response-too-long",
  "response-too-slow",
  "response-malformed",
  "content-length-mismatch",
  "connection-failed",
] as const;

export type WireErrorCode = (typeof WIRE_ERROR_CODES)[number];

export class WireError extends CodedError<WireErrorCode> {
  override name = "WireError";
}

const BY_SYSTEM_CODE: Record<string, WireErrorCode> = {
  ENOTFOUND: "dns-failed",
  EAI_AGAIN: "dns-failed",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-lost",
  EPIPE: "connection-lost",
  UND_ERR_SOCKET: "connection-lost",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "content-length-mismatch",
  UND_ERR_HEADERS_OVERFLOW: "response-malformed",
  ETIMEDOUT: "connect-timeout",
  UND_ERR_CONNECT_TIMEOUT: "connect-timeout",
  UND_ERR_HEADERS_TIMEOUT: "response-timeout",
  UND_ERR_BODY_TIMEOUT: "response-timeout",
  EHOSTUNREACH: "network-unreachable",
  ENETUNREACH: "network-unreachable",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls-untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "tls-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "tls-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls-untrusted",
  CERT_UNTRUSTED: "tls-untrusted",
  CERT_SIGNATURE_FAILURE: "tls-untrusted",
  CERT_HAS_EXPIRED: "tls-expired",
  CERT_NOT_YET_VALID: "tls-expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls-name-mismatch",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "tls-version-unsupported",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "tls-version-unsupported",
};

/** Failures of the way to the proxy itself, where it takes the request over; of a tunnel they are named before. */
const CONNECT_CODES: ReadonlySet<WireErrorCode> = new Set([
  "dns-failed",
  "connection-refused",
  "connect-timeout",
  "network-unreachable",
]);

/** The proxy a request went through. */
export interface ProxyAsked {
  /** `host:port`. */
  address: string;
  withCredentials: boolean;
}

const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Why a proxy turned a request away, by the status it answered with. */
export function proxyRefusalCode(status: number, withCredentials: boolean): WireErrorCode {
  if (status !== PROXY_AUTHENTICATION_REQUIRED) return "proxy-refused";
  return withCredentials ? "proxy-credentials-refused" : "proxy-authentication-required";
}

/**
 * Names the failure of a request.
 * @param error what undici or Node threw
 * @param url the address asked for; only its host goes into the message, never a query
 * @param proxy null when the request went through none
 */
export function toWireError(error: unknown, url: string, proxy: ProxyAsked | null): WireError {
  if (error instanceof WireError) return error;
  const { hostname, port, protocol } = new URL(url);
  const params: Record<string, string | number> = {
    host: hostname,
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
  const systemCode = deepestCode(error);
  const refusal = proxy === null ? null : proxyRefusal(error);
  if (proxy !== null && refusal !== null) {
    const refused = proxyRefusalCode(refusal, proxy.withCredentials);
    return new WireError(refused, { ...params, proxy: proxy.address, status: refusal }, { cause: error });
  }
  const code = codeOf(error, systemCode);
  if (proxy !== null && protocol === "http:" && CONNECT_CODES.has(code)) {
    const detail = { proxy: proxy.address, detail: systemCode };
    return new WireError("proxy-unreachable", { ...params, ...detail }, { cause: error });
  }
  return new WireError(code, { ...params, detail: systemCode || messageOf(error) }, { cause: error });
}

function codeOf(error: unknown, systemCode: string): WireErrorCode {
  if ([...chain(error)].some(isNotHttp)) return "response-malformed";
  const known = BY_SYSTEM_CODE[systemCode];
  if (known) return known;
  return /^ERR_(SSL|TLS)|^EPROTO$/.test(systemCode) ? "tls-failed" : "connection-failed";
}

/** An answer that cannot be read, or one that nobody asked for: `100 Continue`, `101 Switching Protocols`. */
const isNotHttp = (link: unknown): boolean =>
  link instanceof errors.HTTPParserError ||
  (link instanceof errors.SocketError && /^bad (response|upgrade)$/.test(link.message));

/** undici reports in words only that a proxy refused: a CONNECT, or a request that it should have passed on. */
function proxyRefusal(error: unknown): number | null {
  for (const link of chain(error)) {
    const [, status] =
      /^(?:Proxy response|Proxy Authentication Required) \((\d{3})\)/.exec(messageOf(link)) ?? [];
    if (status && link instanceof errors.UndiciError) return Number(status);
  }
  return null;
}

function deepestCode(error: unknown): string {
  let found = "";
  for (const link of chain(error)) {
    const code = (link as { code?: unknown } | null)?.code;
    if (typeof code === "string") found = code;
  }
  return found;
}

/** The error and its causes; of an AggregateError (one failure per address tried) the last. */
function* chain(error: unknown): Generator<unknown> {
  for (let link = error, depth = 0; link && depth < 8; depth++) {
    yield link;
    const { cause, errors: several } = link as { cause?: unknown; errors?: unknown[] };
    link = cause ?? several?.at(-1);
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
