import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { Second } from "@/lib/clock";
import type { ProbedLayer } from "@/lib/db/schema";
import type { ProxyServer } from "../dispatcher";
import { ProbeError } from "./probe-error";
import { probeClock, probeDns, probeHttp, probeProxy, probeTcp, probeTls } from "./probe-layers";

/** How a probe goes, and what it knows. */
export interface ProbeWay {
  proxy: ProxyServer | null;
  /** PEM, beside the authorities the runtime trusts. */
  certificateAuthorities: string | null;
  /** Whether the certificate should come from an authority that is known: another one stands in between. */
  knowsAuthority: boolean;
  /** Whether a redirect may lead to a host. */
  isKnownHost(host: string): boolean;
  /** For each layer. */
  timeoutMs?: number;
}

export type Layer = ProbedLayer["layer"];
export type LayerParams = Record<string, string | number>;

/** What a layer found: nothing to say, something to know, or something odd that does not stop it. */
export interface Finding<T> {
  value: T;
  params?: LayerParams;
  warning?: { code: string; params: LayerParams };
}

export interface ProbedAddress {
  url: URL;
  host: string;
  port: number;
}

const LAYERS = ["dns", "tcp", "proxy", "tls", "http", "clock"] as const satisfies readonly Layer[];
const TIMEOUT = 15 * Second.ms;

/**
 * Goes the way to an endpoint layer by layer, and ends where it ends: a name, a connection, the proxy, TLS, an answer, its
 * clock. Through a proxy the first two are the proxy's.
 * @param signal aborts: the layer under way fails as `probe-stopped`
 */
export async function probeEndpoint(
  endpoint: string,
  way: ProbeWay,
  signal: AbortSignal,
): Promise<ProbedLayer[]> {
  const run = new ProbeRun(endpoint, way, signal);
  await run.go();
  return LAYERS.map((layer) => run.layerOf(layer));
}

class ProbeRun {
  private readonly layers = new Map<Layer, ProbedLayer>();
  private readonly address: ProbedAddress;
  private readonly isSecure: boolean;

  constructor(
    endpoint: string,
    private readonly way: ProbeWay,
    private readonly signal: AbortSignal,
  ) {
    const url = new URL(endpoint);
    this.isSecure = url.protocol === "https:";
    this.address = { url, host: url.hostname, port: Number(url.port || (this.isSecure ? 443 : 80)) };
  }

  layerOf(layer: Layer): ProbedLayer {
    return this.layers.get(layer) ?? { layer, outcome: "skipped", durationMs: 0 };
  }

  async go(): Promise<void> {
    let socket: Socket | TLSSocket | null = null;
    try {
      socket = await this.connect();
      if (!socket) return;
      const over = socket;
      const answer = await this.attempt("http", (signal) => probeHttp(over, this.address, this.way, signal));
      if (answer) await this.attempt("clock", async () => probeClock(answer, this.address.host));
    } finally {
      socket?.on("error", () => {}).destroy();
    }
  }

  /** @returns null when no connection came about, and a layer says why */
  private async connect(): Promise<Socket | TLSSocket | null> {
    const { proxy } = this.way;
    const first = proxy ?? this.address;
    const addresses = await this.attempt("dns", (signal) => probeDns(first.host, signal));
    if (!addresses) return null;
    const plain = await this.attempt("tcp", (signal) => probeTcp(addresses, first.port, signal));
    if (!plain) return null;
    let secured: TLSSocket | null = null;
    try {
      if (proxy) {
        const tunnelled = await this.attempt("proxy", (signal) =>
          probeProxy(plain, this.address, proxy, signal),
        );
        if (!tunnelled) return null;
      }
      if (!this.isSecure) return plain;
      secured = await this.attempt("tls", (signal) => probeTls(plain, this.address, this.way, signal));
      return secured;
    } finally {
      if (this.isSecure && !secured) plain.on("error", () => {}).destroy();
    }
  }

  private async attempt<T>(
    layer: Layer,
    work: (signal: AbortSignal) => Promise<Finding<T>>,
  ): Promise<T | null> {
    const began = performance.now();
    const durationMs = () => Math.round(performance.now() - began);
    const tooLate = AbortSignal.timeout(this.way.timeoutMs ?? TIMEOUT);
    try {
      const { value, params, warning } = await work(AbortSignal.any([tooLate, this.signal]));
      const outcome = warning ? "warning" : "ok";
      const code = warning?.code;
      this.layers.set(layer, {
        layer,
        outcome,
        durationMs: durationMs(),
        ...(code && { code }),
        ...((params || warning) && { params: { ...params, ...warning?.params } }),
      });
      return value;
    } catch (error) {
      const { code, params } = this.named(layer, error, tooLate.aborted);
      this.layers.set(layer, { layer, outcome: "failed", durationMs: durationMs(), code, params });
      return null;
    }
  }

  private named(layer: Layer, error: unknown, isTooLate: boolean): { code: string; params: LayerParams } {
    const { host, port } = this.address;
    const proxy = this.way.proxy && `${this.way.proxy.host}:${this.way.proxy.port}`;
    const params: LayerParams = { host, port, ...(proxy && { proxy }) };
    if (this.signal.aborted) return { code: "probe-stopped", params };
    // The way to the proxy is not the way to the host.
    const isWayToProxy = proxy !== null && (layer === "dns" || layer === "tcp");
    const named = error instanceof ProbeError ? error : null;
    if (isWayToProxy)
      return { code: "proxy-unreachable", params: { ...params, detail: named?.code ?? "timeout" } };
    if (isTooLate) return { code: TOO_LATE[layer], params: { ...params, detail: "timeout" } };
    if (!named) throw error;
    return { code: named.code, params: { ...params, ...named.params } };
  }
}

/** What a layer that never ends is called. */
const TOO_LATE = {
  dns: "dns-failed",
  tcp: "connect-timeout",
  proxy: "proxy-unreachable",
  tls: "response-timeout",
  http: "response-timeout",
  clock: "response-timeout",
} as const satisfies Record<Layer, string>;
