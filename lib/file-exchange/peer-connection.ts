import type { IncomingMessage } from "node:http";
import https from "node:https";
import { Second } from "@/lib/clock";
import { FileExchangeError, toFileExchangeError } from "./exchange-error";
import type { ServerIdentity } from "./identity";
import type { PresentedAccount } from "./present-account";
import { fingerprintOf, MAX_RANGE_BYTES } from "./serve-files";
import { requestTarget, type SharedFile } from "./share-path";

const CONNECT_AND_IDLE_TIMEOUT = 60 * Second.ms;
const MAX_SOCKETS = 16;
const MAX_REASON_BYTES = 1_024;

/** Where another server gives files, and the certificate it is known by. */
export interface PeerAddress {
  /** Its fully qualified name, for messages. */
  server: string;
  url: string;
  /** PEM. */
  certificate: string;
  /** Shown beside the own certificate; null: none is wanted. */
  account: PresentedAccount | null;
}

export interface RangeRequest extends SharedFile {
  start: number;
  /** One past the last byte. */
  end: number;
  signal: AbortSignal;
  /** Memory for the part, at least as long as it; left out: memory of its own. */
  into?: Buffer<ArrayBuffer>;
  /** Told how many more bytes have arrived, before all of them have. */
  onReceived?(bytes: number): void;
}

export interface ReceivedRange {
  data: Buffer<ArrayBuffer>;
  /** Of the whole file. */
  totalBytes: number;
}

/** Kept-open connections to one server, which must prove to have the key of its registered certificate. */
export class PeerConnection {
  private readonly agent: https.Agent;
  private readonly origin: URL;

  constructor(
    readonly address: PeerAddress,
    identity: ServerIdentity,
    private readonly idleTimeoutMs = CONNECT_AND_IDLE_TIMEOUT,
  ) {
    this.origin = new URL(address.url);
    const pinned = fingerprintOf(address.certificate);
    this.agent = new https.Agent({
      keepAlive: true,
      maxSockets: MAX_SOCKETS,
      // A resumed session would not show the certificate again.
      maxCachedSessions: 0,
      minVersion: "TLSv1.3",
      cert: identity.certificate,
      key: identity.privateKey,
      ca: [address.certificate],
      // The name in it does not matter, it itself does: who has this key is the registered server.
      checkServerIdentity: (_host, certificate) =>
        certificate.fingerprint256 === pinned ? undefined : new UnknownCertificate(),
    });
  }

  /**
   * A part of a file, shorter when the file ends before.
   * @throws FileExchangeError, or the abort reason
   */
  async range({ share, path, start, end, signal, into, onReceived }: RangeRequest): Promise<ReceivedRange> {
    if (end <= start || end - start > MAX_RANGE_BYTES) throw new RangeError("no range");
    try {
      const response = await this.get({ share, path }, start, end, signal);
      if (response.statusCode === 416) return { data: Buffer.alloc(0), totalBytes: this.sizeOf416(response) };
      if (response.statusCode !== 206) throw await this.refusal(response, path);
      const total = this.requireRange(response, start, end);
      const wanted = Math.min(end, total) - start;
      const data = into?.subarray(0, wanted) ?? Buffer.allocUnsafeSlow(wanted);
      await this.fill(data, response, onReceived);
      return { data, totalBytes: total };
    } catch (error) {
      signal.throwIfAborted();
      throw toFileExchangeError(error, this.address.server);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private get(file: SharedFile, start: number, end: number, signal: AbortSignal): Promise<IncomingMessage> {
    const { account } = this.address;
    return new Promise((resolve, reject) => {
      const request = https.request({
        agent: this.agent,
        host: this.origin.hostname.replace(/^\[|\]$/g, ""),
        port: this.origin.port || 443,
        path: requestTarget(file),
        headers: {
          range: `bytes=${start}-${end - 1}`,
          ...(account && { authorization: account.authorization }),
        },
        timeout: this.idleTimeoutMs,
        signal,
      });
      request.once("timeout", () => request.destroy(this.failed("peer-timeout")));
      request.once("response", resolve);
      request.on("error", reject);
      request.end();
    });
  }

  private requireRange(response: IncomingMessage, start: number, end: number): number {
    const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(response.headers["content-range"] ?? "");
    const total = Number(match?.[3]);
    const fits = match && Number(match[1]) === start && Number(match[2]) === Math.min(end, total) - 1;
    if (fits) return total;
    response.destroy();
    throw this.failed("peer-answer-invalid", { detail: "content-range" });
  }

  private sizeOf416(response: IncomingMessage): number {
    response.resume();
    const match = /^bytes \*\/(\d{1,15})$/.exec(response.headers["content-range"] ?? "");
    if (!match) throw this.failed("peer-answer-invalid", { detail: "content-range" });
    return Number(match[1]);
  }

  private async fill(
    data: Buffer,
    response: IncomingMessage,
    onReceived?: (bytes: number) => void,
  ): Promise<void> {
    let filled = 0;
    for await (const part of response as AsyncIterable<Buffer>) {
      if (filled + part.length > data.length) throw this.failed("peer-answer-invalid", { detail: "length" });
      part.copy(data, filled);
      filled += part.length;
      onReceived?.(part.length);
    }
    if (filled < data.length) throw this.failed("peer-connection-lost", { detail: "short body" });
  }

  private async refusal(response: IncomingMessage, path: string): Promise<FileExchangeError> {
    const { statusCode = 0 } = response;
    const reason = await readReason(response);
    if (statusCode === 503) {
      const seconds = Number(response.headers["retry-after"]);
      return this.failed("peer-busy", {
        retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : 60,
      });
    }
    if (statusCode === 403) {
      return this.failed(reason === "unknown-certificate" ? "own-certificate-refused" : "peer-refused", {
        path,
      });
    }
    if (statusCode === 401) {
      return this.failed("installation-account-refused", { account: this.address.account?.userName ?? "" });
    }
    if (statusCode === 404) return this.failed("peer-file-missing", { path });
    return this.failed("peer-answer-invalid", { detail: `HTTP ${statusCode}` });
  }

  private failed(
    code: FileExchangeError["code"],
    params: Record<string, string | number> = {},
  ): FileExchangeError {
    return new FileExchangeError(code, { server: this.address.server, ...params });
  }
}

class UnknownCertificate extends Error {
  readonly code = "ERR_TLS_CERT_ALTNAME_INVALID" satisfies string;
}

async function readReason(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_REASON_BYTES) break;
    parts.push(part);
  }
  return /"reason":"([a-z-]{1,40})"/.exec(Buffer.concat(parts).toString("latin1"))?.[1] ?? "";
}
