import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { Second } from "@/lib/clock";
import type { ServerIdentity } from "./identity";
import { openShared, parseRequestTarget, type SharedFile } from "./share-path";

/** The largest part of a file that one request may ask for. */
export const MAX_RANGE_BYTES = 64 * 1024 * 1024;
const READ_BYTES = 512 * 1024;
const MAX_CONNECTIONS = 256;
/** Silence of the other side after which its connection ends. */
const IDLE_TIMEOUT = 60 * Second.ms;

/** What may become of a request, decided before the file is looked for. */
export type Verdict =
  | { verdict: "unknown-certificate" }
  | { verdict: "refused" }
  /** The installation account is missing or wrong. */
  | { verdict: "account-refused" }
  | { verdict: "busy"; retryAfterSeconds: number }
  | { verdict: "allowed"; root: string; pace?: Pace };

/** How fast the bytes of an answer may leave. */
export interface Pace {
  /** At most so many bytes are taken at once. */
  stepBytes(): number;
  /** Resolves when `bytes` may leave; false: no more of this answer. */
  take(bytes: number, signal: AbortSignal): Promise<boolean>;
}

export interface ServeOptions {
  host: string;
  port: number;
  identity: ServerIdentity;
  /**
   * @param certificate SHA-256 fingerprint of the certificate the client proved to have; null: none
   * @param authorization the account it shows beside it (RFC 7617); null: none
   */
  judge(certificate: string | null, file: SharedFile, authorization: string | null): Promise<Verdict>;
  onError(error: unknown): void;
  idleTimeoutMs?: number;
}

export interface FileServer {
  port: number;
  /** Connections made from now on see this certificate. */
  renew(identity: ServerIdentity): void;
  close(): Promise<void>;
}

/**
 * Gives files to other servers: parts of files by GET, over TLS in both directions.
 * The client's certificate is signed by nobody: it counts when it is, byte for byte, one that is registered. So the
 * handshake proves who has the key, and `judge` decides, with the answer naming what is wrong.
 */
export async function serveFiles(options: ServeOptions): Promise<FileServer> {
  const { identity, host, idleTimeoutMs = IDLE_TIMEOUT } = options;
  const server = https.createServer({
    cert: identity.certificate,
    key: identity.privateKey,
    minVersion: "TLSv1.3",
    requestCert: true,
    rejectUnauthorized: false,
    maxHeaderSize: 8 * 1024,
    headersTimeout: 10 * Second.ms,
    requestTimeout: 15 * Second.ms,
    keepAliveTimeout: idleTimeoutMs,
    handshakeTimeout: 10 * Second.ms,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(options, request, response).catch((error) => {
      options.onError(error);
      response.destroy();
    });
  });
  server.setTimeout(idleTimeoutMs, (socket) => socket.destroy());
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  await once(server.listen(options.port, host), "listening");
  server.on("error", options.onError);
  return {
    port: (server.address() as AddressInfo).port,
    renew: ({ certificate, privateKey }) => server.setSecureContext({ cert: certificate, key: privateKey }),
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(options: ServeOptions, request: IncomingMessage, response: ServerResponse) {
  if (request.method !== "GET") return say(response, 405, "method", { allow: "GET" });
  const file = parseRequestTarget(request.url ?? "");
  if (!file) return say(response, 400, "path");
  const certificate = (request.socket as TLSSocket).getPeerX509Certificate?.();
  const authorization = request.headers.authorization ?? null;
  const decided = await options.judge(validFingerprint(certificate), file, authorization);
  switch (decided.verdict) {
    case "unknown-certificate":
      return say(response, 403, "unknown-certificate", { connection: "close" });
    case "refused":
      return say(response, 403, "refused");
    case "account-refused":
      return say(response, 401, "account", {
        "www-authenticate": 'Basic realm="site system installation account"',
      });
    case "busy":
      return say(response, 503, "busy", { "retry-after": String(decided.retryAfterSeconds) });
    case "allowed":
      return sendFile(request, response, file, decided);
  }
}

function validFingerprint(certificate: X509Certificate | undefined): string | null {
  if (!certificate || certificate.validToDate.getTime() < Date.now()) return null;
  return certificate.fingerprint256;
}

/** Of a PEM certificate, as `judge` is given it. */
export const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: SharedFile,
  { root, pace }: Extract<Verdict, { verdict: "allowed" }>,
): Promise<void> {
  const range = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(request.headers.range ?? "");
  const [start, last] = [Number(range?.[1]), Number(range?.[2])];
  if (!range || last < start || last - start >= MAX_RANGE_BYTES) return say(response, 400, "range");
  const opened = await openShared(root, file.path);
  if (!opened) return say(response, 404, "missing");
  const { handle, size } = opened;
  try {
    if (start >= size) return say(response, 416, "range", { "content-range": `bytes */${size}` });
    const end = Math.min(last + 1, size);
    response.writeHead(206, {
      "content-type": "application/octet-stream",
      "content-length": end - start,
      "content-range": `bytes ${start}-${end - 1}/${size}`,
    });
    const left = new AbortController();
    response.once("close", () => left.abort());
    for (let position = start; position < end; ) {
      const wanted = Math.min(READ_BYTES, pace?.stepBytes() ?? READ_BYTES, end - position);
      // Cut in the middle: the client keeps what it has whole pieces of, and asks again.
      if (pace && !(await pace.take(wanted, left.signal))) return void response.destroy();
      const buffer = Buffer.allocUnsafe(wanted);
      const { bytesRead } = await handle.read(buffer, 0, wanted, position);
      if (bytesRead === 0 || left.signal.aborted) return void response.destroy();
      position += bytesRead;
      if (!response.write(buffer.subarray(0, bytesRead))) await drained(response, left.signal);
    }
    response.end();
  } finally {
    await handle.close();
  }
}

/** Resolves when there is room again, or nobody is left to write to. */
const drained = (response: ServerResponse, signal: AbortSignal): Promise<unknown> =>
  once(response, "drain", { signal }).catch(() => {});

function say(response: ServerResponse, status: number, reason: string, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ reason });
  response
    .writeHead(status, { "content-type": "application/json", "content-length": body.length, ...headers })
    .end(body);
}
