import { lookup } from "node:dns/promises";
import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import net, { type Socket } from "node:net";
import tls, { type TLSSocket } from "node:tls";
import { Minute, Second } from "@/lib/clock";
import { basicAuthorization, type ProxyServer } from "../dispatcher";
import { orAborted } from "../or-aborted";
import { isRedirect } from "../redirect";
import { proxyRefusalCode, toWireError } from "../wire-error";
import { type PresentedCertificate, presentedChain } from "./certificate-chain";
import type { Finding, LayerParams, ProbedAddress, ProbeWay } from "./probe-endpoint";
import { ProbeError } from "./probe-error";

/** Beyond it Azure refuses tokens (reference/protocols/identity.md). */
const TOLERATED_SKEW_MS = 5 * Minute.ms;
const LONGEST_HEAD = 16 * 1024;

export async function probeDns(host: string, signal: AbortSignal): Promise<Finding<string[]>> {
  const literal = host.replace(/^\[|\]$/g, "");
  if (net.isIP(literal)) return { value: [literal] };
  const found = await named(orAborted(lookup(literal, { all: true }), signal));
  const addresses = found.map(({ address }) => address);
  return { value: addresses, params: { addresses: addresses.slice(0, 4).join(", ") } };
}

/** Tries one address after the other, as a client does. */
export async function probeTcp(
  addresses: readonly string[],
  port: number,
  signal: AbortSignal,
): Promise<Finding<Socket>> {
  let failure: unknown;
  for (const host of addresses) {
    signal.throwIfAborted();
    const socket = net.connect({ host, port });
    try {
      await once(socket, "connect", { signal });
      return { value: socket, params: { address: host } };
    } catch (error) {
      socket.on("error", () => {}).destroy();
      failure = error;
    }
  }
  throw wireError(failure);
}

/** Asks the proxy for the way; for plain http, which it takes over itself, there is nothing to ask yet. */
export async function probeProxy(
  socket: Socket,
  { url, host, port }: ProbedAddress,
  proxy: ProxyServer,
  signal: AbortSignal,
): Promise<Finding<true>> {
  const address = `${proxy.host}:${proxy.port}`;
  const { credentials = null } = proxy;
  if (credentials === "unreadable") throw new ProbeError("proxy-credentials-unreadable", { proxy: address });
  const params: LayerParams = { proxy: address, withAccount: credentials ? 1 : 0 };
  if (url.protocol !== "https:") return { value: true, params };
  const authorization = credentials ? `Proxy-Authorization: ${basicAuthorization(credentials)}\r\n` : "";
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n${authorization}\r\n`);
  const status = await named(orAborted(readConnectStatus(socket), signal));
  if (status === null) throw new ProbeError("proxy-unreachable", { proxy: address, detail: "not-http" });
  if (status < 200 || status > 299)
    throw new ProbeError(proxyRefusalCode(status, credentials !== null), { proxy: address, status });
  return { value: true, params: { ...params, status } };
}

/** @returns null when what answers is no HTTP proxy */
async function readConnectStatus(socket: Socket): Promise<number | null> {
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const part = socket.read() as Buffer | null;
    if (part) head += part.toString("latin1");
    else if (socket.readableEnded || socket.destroyed || head.length > LONGEST_HEAD) break;
    else await Promise.race([once(socket, "readable"), once(socket, "end"), once(socket, "close")]);
  }
  const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(head) ?? [];
  return status ? Number(status) : null;
}

export async function probeTls(
  socket: Socket,
  { host }: ProbedAddress,
  { certificateAuthorities, knowsAuthority }: ProbeWay,
  signal: AbortSignal,
): Promise<Finding<TLSSocket>> {
  const secured = tls.connect({
    socket,
    host,
    ...(net.isIP(host) ? {} : { servername: host }),
    minVersion: "TLSv1.2",
    // Whatever is presented is looked at; nothing but its head is believed.
    rejectUnauthorized: false,
    ca: [...tls.getCACertificates("default"), ...(certificateAuthorities ? [certificateAuthorities] : [])],
  });
  try {
    await named(once(secured, "secureConnect", { signal }));
    const chain = presentedChain(secured);
    const reason = secured.authorizationError as unknown;
    const params = certificateParams(chain, secured.getProtocol());
    if (!reason) return { value: secured, params };
    throw untrusted(reason, chain, { knowsAuthority, params });
  } catch (error) {
    secured.on("error", () => {}).destroy();
    throw error;
  }
}

function certificateParams(chain: readonly PresentedCertificate[], protocol: string | null): LayerParams {
  const [own] = chain;
  return {
    protocol: protocol ?? "?",
    subject: own?.subject ?? "?",
    issuer: own?.issuer ?? "?",
    fingerprint: own?.fingerprint ?? "?",
    validTo: own?.validTo ?? "?",
    chain: chain.map(({ subject }) => subject).join(" ← "),
  };
}

/** Node tells by this code that a link of the chain is not here and was not sent. */
const INCOMPLETE: ReadonlySet<string> = new Set([
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_GET_ISSUER_CERT",
]);

function untrusted(
  reason: unknown,
  chain: readonly PresentedCertificate[],
  { knowsAuthority, params }: { knowsAuthority: boolean; params: LayerParams },
): ProbeError {
  const code = typeof reason === "string" ? reason : ((reason as { code?: string }).code ?? String(reason));
  const error = wireError(Object.assign(new Error(code), { code }));
  if (error.code !== "tls-untrusted") return new ProbeError(error.code, { ...params, detail: code });
  // The authority that signed: the last one presented, or the one it names.
  const last = chain.at(-1);
  const authority = last?.issuer ?? "?";
  const known = { ...params, authority, authorityFingerprint: last?.fingerprint ?? "?" };
  if (code === "DEPTH_ZERO_SELF_SIGNED_CERT") return new ProbeError("tls-self-signed", known);
  const isIncomplete = INCOMPLETE.has(code) && chain.length > 1;
  return new ProbeError(isIncomplete || !knowsAuthority ? "tls-root-missing" : "tls-intercepted", known);
}

/** The head of an answer. */
export interface ProbedAnswer {
  date: string | undefined;
  receivedAt: number;
}

/** Asks for the address itself; any answer of the service will do. */
export async function probeHttp(
  socket: Socket | TLSSocket,
  { url, host }: ProbedAddress,
  { proxy, isKnownHost }: ProbeWay,
  signal: AbortSignal,
): Promise<Finding<ProbedAnswer>> {
  const isForwarded = proxy !== null && url.protocol === "http:";
  const credentials = proxy?.credentials;
  const request = http.request({
    createConnection: () => socket,
    method: "GET",
    // A proxy that takes the request over is told the whole address (RFC 9112 §3.2.2).
    path: isForwarded ? url.href : `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      "user-agent": "service-connection-point",
      accept: "*/*",
      ...(isForwarded && credentials && credentials !== "unreadable"
        ? { "proxy-authorization": basicAuthorization(credentials) }
        : {}),
    },
    signal,
  });
  request.end();
  const [response] = (await named(once(request, "response", { signal }))) as [IncomingMessage];
  response.on("error", () => {}).destroy();
  const status = response.statusCode ?? 0;
  const params = { status };
  const value = { date: response.headers.date, receivedAt: Date.now() };
  if (proxy && status === 407) {
    const address = `${proxy.host}:${proxy.port}`;
    throw new ProbeError(proxyRefusalCode(status, Boolean(credentials)), { proxy: address, status });
  }
  if (status >= 500) throw new ProbeError("http-status", params);
  if (!isRedirect(status)) return { value, params };
  const target = URL.parse(response.headers.location ?? "", url.href);
  if (target && (target.hostname === host || isKnownHost(target.hostname)))
    return { value, params: { ...params, target: target.origin } };
  const leaves = { target: target?.origin ?? (response.headers.location ?? "").slice(0, 200), host };
  return { value, params, warning: { code: "redirect-leaves-catalogue", params: leaves } };
}

/** Compares the clock of the service with this server's. */
export function probeClock({ date, receivedAt }: ProbedAnswer, host: string): Finding<true> {
  const theirs = Date.parse(date ?? "");
  // A date has whole seconds only.
  if (Number.isNaN(theirs)) return { value: true };
  const skewMs = receivedAt - theirs;
  const seconds = Math.round(skewMs / Second.ms);
  if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return { value: true, params: { seconds } };
  return { value: true, params: { seconds }, warning: { code: "clock-skewed", params: { seconds, host } } };
}

/** Names what went wrong as every request does; host and port are said by whoever asked. */
function wireError(error: unknown): ProbeError {
  const { code, params } = toWireError(error, "https://host.invalid/", null);
  return new ProbeError(code, { detail: params.detail ?? "" }, { cause: error });
}

async function named<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw wireError(error);
  }
}
