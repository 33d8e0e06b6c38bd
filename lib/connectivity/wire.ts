import type { Dispatcher } from "undici";
import { Second } from "@/lib/clock";
import { openDispatcher, type ProxyServer } from "./dispatcher";
import { orAborted } from "./or-aborted";
import { followRedirect, isRedirect, redirectNotFollowed } from "./redirect";
import { type ProxyAsked, toWireError, WireError } from "./wire-error";

/**
 * Connections to the internet, without the question whether the role may open them. The product reaches it
 * only through `cloud-client.ts`; the rule is checked by dependency-cruiser.
 */
export interface Wire {
  /**
   * One GET, redirects followed where they may lead. Resolves with the answer's head; the body streams.
   * @throws WireError when no answer came; the body's iterator throws it when the answer breaks off
   */
  get(url: string, options?: WireRequest): Promise<WireResponse>;
  /**
   * One request that may carry something. No redirect is followed: what is sent goes where it was meant to go.
   * @throws WireError like `get`, `redirect-refused` when the answer leads elsewhere
   */
  send(method: SendMethod, url: string, options?: SendRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

export type SendMethod = "DELETE" | "GET" | "HEAD" | "PATCH" | "POST" | "PUT";

export interface WireRequest {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface SendRequest extends WireRequest {
  body?: Uint8Array;
}

export interface WireResponse {
  status: number;
  /** Lower-case name; the first value where a header came several times. */
  header(name: string): string | undefined;
  body: AsyncIterable<Buffer>;
  /** Gives an unread body up, so that its connection does not stay busy. */
  discard(): void;
}

export interface WireOptions {
  /** PEM, beside the authorities the runtime trusts. */
  certificateAuthorities: string | null;
  proxy: ProxyServer | null;
  connectTimeoutMs?: number;
  /** Longest silence of the other side, before the answer's head and between two parts of its body. */
  idleTimeoutMs?: number;
  /** Slowest answer that is waited for: this much in every stretch of waiting this long (TUF: slow retrieval). */
  slowest?: { bytes: number; waitingMs: number };
}

const CONNECT_TIMEOUT = 15 * Second.ms;
const IDLE_TIMEOUT = 60 * Second.ms;
/** About 1 KiB per second: less than any line an administrator would call one. */
const SLOWEST = { bytes: 60 * 1024, waitingMs: 60 * Second.ms };
const USER_AGENT = "service-connection-point";

export function openWire(options: WireOptions): Wire {
  const proxy = options.proxy && askedOf(options.proxy);
  const { connectTimeoutMs = CONNECT_TIMEOUT, idleTimeoutMs = IDLE_TIMEOUT, slowest = SLOWEST } = options;
  const dispatcher = openDispatcher({ ...options, connectTimeoutMs });

  /** To a proxy, through it, what is sent, and the silence before the head: hints on the way do not extend it. */
  const headTimeoutMs = (sent: Uint8Array | undefined) =>
    2 * connectTimeoutMs + ((sent?.byteLength ?? 0) * slowest.waitingMs) / slowest.bytes + idleTimeoutMs;

  async function request(
    method: SendMethod,
    url: string,
    { headers, signal, body: sent }: SendRequest,
  ): Promise<WireResponse> {
    if (proxy && options.proxy?.credentials === "unreadable") {
      const { host } = new URL(url);
      throw new WireError("proxy-credentials-unreadable", { host, proxy: proxy.address });
    }
    const tooLate = new AbortController();
    const limitMs = headTimeoutMs(sent);
    const timer = setTimeout(() => tooLate.abort(noHead(url, limitMs)), limitMs);
    const ended = AbortSignal.any([tooLate.signal, ...(signal ? [signal] : [])]);
    let response: Dispatcher.ResponseData;
    try {
      const asked = dispatcher.request({
        ...splitUrl(url),
        method,
        headers: { "user-agent": USER_AGENT, "accept-encoding": "identity", ...headers },
        body: sent,
        headersTimeout: idleTimeoutMs,
        bodyTimeout: idleTimeoutMs,
        signal: ended,
      });
      response = await orAborted(asked, ended);
    } catch (error) {
      signal?.throwIfAborted();
      throw toWireError(error, url, proxy);
    } finally {
      clearTimeout(timer);
    }
    const { body } = response;
    return {
      status: response.statusCode,
      header: (name) => first(response.headers[name]),
      body: withoutTrickle(namedFailures(body, url, proxy, signal), url, slowest),
      // A destroyed body reports the abort as an error event; nobody waits for it any more.
      discard: () => void body.on("error", () => {}).destroy(),
    };
  }

  return {
    async get(url, asked = {}) {
      const seen = new Set([url]);
      for (let address = url; ; seen.add(address)) {
        const response = await request("GET", address, asked);
        if (!isRedirect(response.status)) return response;
        response.discard();
        const resolves = proxy === null;
        address = await followRedirect(address, response.header("location"), { seen, resolves });
      }
    },
    async send(method, url, asked = {}) {
      const response = await request(method, url, asked);
      if (!isRedirect(response.status)) return response;
      response.discard();
      throw redirectNotFollowed(url, response.header("location"));
    },
    close: () => dispatcher.destroy(),
  };
}

const askedOf = ({ host, port, credentials }: ProxyServer): ProxyAsked => ({
  address: `${host}:${port}`,
  withCredentials: credentials !== null && credentials !== undefined,
});

const noHead = (url: string, waitedMs: number): WireError =>
  new WireError("response-timeout", { host: new URL(url).host, waitedMs });

/** Gives up on an answer that keeps its connection alive with a byte now and then. */
async function* withoutTrickle(
  body: AsyncIterable<Buffer>,
  url: string,
  slowest: { bytes: number; waitingMs: number },
): AsyncGenerator<Buffer> {
  let bytes = 0;
  let waitedMs = 0;
  // Only waiting counts: a reader that takes its time with what came is not the server's fault.
  let waitingSince = performance.now();
  for await (const part of body) {
    bytes += part.length;
    waitedMs += performance.now() - waitingSince;
    if (waitedMs >= slowest.waitingMs) {
      if (bytes < slowest.bytes) {
        throw new WireError("response-too-slow", {
          host: new URL(url).host,
          bytes,
          waitedMs: Math.round(waitedMs),
        });
      }
      bytes = 0;
      waitedMs = 0;
    }
    yield part;
    waitingSince = performance.now();
  }
}

function splitUrl(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

async function* namedFailures(
  body: AsyncIterable<Buffer>,
  url: string,
  proxy: ProxyAsked | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    signal?.throwIfAborted();
    throw toWireError(error, url, proxy);
  }
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
