import tls from "node:tls";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { Second } from "@/lib/clock";
import { toWireError } from "./wire-error";

/**
 * Connections to the internet, without the question whether the role may open them. The product reaches it
 * only through `cloud-client.ts`; the rule is checked by dependency-cruiser.
 */
export interface Wire {
  /**
   * One GET. Resolves with the answer's head; the body streams.
   * @throws WireError when no answer came; the body's iterator throws it when the answer breaks off
   */
  get(url: string, options?: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

export interface WireRequest {
  headers?: Record<string, string>;
  signal?: AbortSignal;
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
  proxy: { host: string; port: number } | null;
  connectTimeoutMs?: number;
  /** Longest silence of the other side, before the answer's head and between two parts of its body. */
  idleTimeoutMs?: number;
}

const CONNECT_TIMEOUT = 15 * Second.ms;
const IDLE_TIMEOUT = 60 * Second.ms;
const USER_AGENT = "service-connection-point";

export function openWire(options: WireOptions): Wire {
  const proxy = options.proxy && `${options.proxy.host}:${options.proxy.port}`;
  const dispatcher = openDispatcher(options);
  return {
    async get(url, { headers, signal } = {}) {
      let response: Dispatcher.ResponseData;
      try {
        response = await dispatcher.request({
          ...splitUrl(url),
          method: "GET",
          headers: { "user-agent": USER_AGENT, "accept-encoding": "identity", ...headers },
          signal,
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw toWireError(error, url, proxy);
      }
      const { body } = response;
      return {
        status: response.statusCode,
        header: (name) => first(response.headers[name]),
        body: namedFailures(body, url, proxy, signal),
        // A destroyed body reports the abort as an error event; nobody waits for it any more.
        discard: () => void body.on("error", () => {}).destroy(),
      };
    },
    close: () => dispatcher.destroy(),
  };
}

function openDispatcher(options: WireOptions): Dispatcher {
  const idle = options.idleTimeoutMs ?? IDLE_TIMEOUT;
  const secure = {
    timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT,
    ca: [
      ...tls.getCACertificates("default"),
      ...(options.certificateAuthorities ? [options.certificateAuthorities] : []),
    ],
  };
  const common = { headersTimeout: idle, bodyTimeout: idle, pipelining: 1 };
  if (options.proxy === null) return new Agent({ ...common, connect: secure });
  // The cloud's certificate is checked through the tunnel; the proxy sees only the host's name.
  const uri = `http://${options.proxy.host}:${options.proxy.port}`;
  return new ProxyAgent({ ...common, uri, requestTls: secure, connect: { timeout: secure.timeout } });
}

function splitUrl(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

async function* namedFailures(
  body: AsyncIterable<Buffer>,
  url: string,
  proxy: string | null,
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
