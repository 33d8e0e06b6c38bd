import tls from "node:tls";
import { Agent, type Dispatcher, Pool, ProxyAgent } from "undici";
import { messageOf, WireError } from "./wire-error";

export interface ProxyServer {
  host: string;
  port: number;
  /** Sent to the proxy only; unreadable: they were sealed to a key that the server no longer has. */
  credentials?: ProxyCredentials | "unreadable" | null;
}

export interface ProxyCredentials {
  userName: string;
  password: string;
}

export interface DispatcherOptions {
  /** PEM, beside the authorities the runtime trusts. */
  certificateAuthorities: string | null;
  proxy: ProxyServer | null;
  connectTimeoutMs: number;
}

/** What connects, directly or through the proxy. */
export function openDispatcher(options: DispatcherOptions): Dispatcher {
  const { certificateAuthorities, proxy, connectTimeoutMs } = options;
  const secure = {
    timeout: connectTimeoutMs,
    ca: [...tls.getCACertificates("default"), ...(certificateAuthorities ? [certificateAuthorities] : [])],
  };
  // One protocol, so that there is one set of limits, and each of them is tested against a hostile server.
  const common = { pipelining: 1, allowH2: false };
  if (proxy === null) return new Agent({ ...common, connect: secure });
  const address = `${proxy.host}:${proxy.port}`;
  const { credentials = null } = proxy;
  return new ProxyAgent({
    ...common,
    uri: `http://${address}`,
    token: credentials && credentials !== "unreadable" ? basicAuthorization(credentials) : undefined,
    connectTimeout: connectTimeoutMs,
    // The cloud's certificate is checked through the tunnel; the proxy sees only the host's name.
    requestTls: secure,
    clientFactory: (origin, connecting) => openTunnels(origin, connecting, address, connectTimeoutMs),
  });
}

/**
 * Asks the proxy for the way to a host. By itself undici would wait five minutes for a proxy that says nothing, and
 * what it reports could as well have happened behind the proxy.
 */
function openTunnels(origin: URL, connecting: object, proxy: string, timeoutMs: number): Dispatcher {
  const pool = new Pool(origin, { ...connecting, headersTimeout: timeoutMs });
  const connect = pool.connect.bind(pool) as (asked: Dispatcher.ConnectOptions) => Promise<unknown>;
  return Object.assign(pool, {
    connect: (asked: Dispatcher.ConnectOptions) =>
      connect(asked).catch((cause: unknown) => {
        const { hostname, port } = new URL(`https://${asked.path}`);
        const params = { host: hostname, port: Number(port || 443), proxy, detail: messageOf(cause) };
        throw new WireError("proxy-unreachable", params, { cause });
      }),
  });
}

/** The value of `Proxy-Authorization` (RFC 7617). */
export const basicAuthorization = ({ userName, password }: ProxyCredentials): string =>
  `Basic ${Buffer.from(`${userName}:${password}`).toString("base64")}`;
