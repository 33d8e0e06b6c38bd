import { eq } from "drizzle-orm";
import { fileExchangeEndpoints, siteSystemServers } from "@/lib/db/schema";
import { type ExchangeThread, registerCertificate } from "./endpoints";
import { FileExchangeError, type FileExchangeErrorCode } from "./exchange-error";
import { type PeerAddress, PeerConnection, type RangeRequest, type ReceivedRange } from "./peer-connection";
import { presentedAccount } from "./present-account";
import type { SharedFile } from "./share-path";

const STEP_BYTES = 4 * 1024 * 1024;

/** Another server, as one that fetches files from it sees it. */
export interface FileExchangePeer {
  /** Its fully qualified name. */
  server: string;
  /** A part of a file in one piece of at most 64 MiB, `end` one past its last byte; shorter when the file ends before. */
  readRange(request: RangeRequest): Promise<Buffer<ArrayBuffer>>;
  /** A part of a file of any size, fetched while it is read. */
  readStream(request: RangeRequest): AsyncIterable<Uint8Array>;
  /** A small file as a whole. @throws FileExchangeError `peer-answer-invalid` when it is larger than `maxBytes` */
  readFile(request: SharedFile & { maxBytes: number; signal: AbortSignal }): Promise<Buffer>;
  close(): void;
}

/** After these the other server may have moved or renewed its certificate: what is known of it is read again, once. */
const MAY_HAVE_MOVED: ReadonlySet<FileExchangeErrorCode> = new Set([
  "peer-unreachable",
  "peer-certificate-unknown",
  "own-certificate-refused",
  // It was changed meanwhile: what is under way goes on with the new one.
  "installation-account-refused",
]);

/**
 * Opens the way to another server. Its address and certificate are those registered in the database.
 * @throws FileExchangeError `peer-unreachable` when it gives no files at the moment
 */
export async function openPeer(thread: ExchangeThread, serverId: string): Promise<FileExchangePeer> {
  let connection = await connect(thread, serverId);
  const range = async (request: RangeRequest): Promise<ReceivedRange> => {
    const used = connection;
    try {
      return await used.range(request);
    } catch (error) {
      if (!(error instanceof FileExchangeError) || !MAY_HAVE_MOVED.has(error.code)) throw error;
      if (connection === used) {
        const fresh = await connect(thread, serverId);
        // Another stream may have been quicker.
        if (connection === used) {
          connection = fresh;
          used.close();
        } else fresh.close();
      }
      return connection.range(request);
    }
  };
  return peerOver(connection.address.server, range, () => connection.close());
}

/** A peer over any way to get a range. */
export function peerOver(
  server: string,
  range: (request: RangeRequest) => Promise<ReceivedRange>,
  close: () => void,
): FileExchangePeer {
  return {
    server,
    readRange: async (request) => (await range(request)).data,
    readStream: (request) => inSteps(range, request),
    async readFile({ maxBytes, ...request }) {
      const { data, totalBytes } = await range({ ...request, start: 0, end: maxBytes });
      if (totalBytes > maxBytes) {
        throw new FileExchangeError("peer-answer-invalid", { server, detail: "length" });
      }
      return data;
    },
    close,
  };
}

async function* inSteps(
  range: (request: RangeRequest) => Promise<ReceivedRange>,
  { end, ...request }: RangeRequest,
): AsyncGenerator<Uint8Array> {
  for (let start = request.start; start < end; ) {
    const { data, totalBytes } = await range({ ...request, start, end: Math.min(start + STEP_BYTES, end) });
    if (data.length > 0) yield data;
    start += data.length;
    if (start >= totalBytes) return;
  }
}

async function connect(thread: ExchangeThread, serverId: string): Promise<PeerConnection> {
  const [address, identity] = await Promise.all([readAddress(thread, serverId), registerCertificate(thread)]);
  return new PeerConnection(address, identity);
}

async function readAddress(thread: ExchangeThread, serverId: string): Promise<PeerAddress> {
  const [row] = await thread.db
    .select({
      server: siteSystemServers.fqdn,
      url: fileExchangeEndpoints.url,
      certificate: fileExchangeEndpoints.certificate,
    })
    .from(siteSystemServers)
    .leftJoin(fileExchangeEndpoints, eq(fileExchangeEndpoints.serverId, siteSystemServers.id))
    .where(eq(siteSystemServers.id, serverId));
  const { server = serverId, url, certificate } = row ?? {};
  if (!url || !certificate) {
    throw new FileExchangeError("peer-unreachable", { server, detail: "not listening" });
  }
  return { server, url, certificate, account: await presentedAccount(thread, serverId, server) };
}
