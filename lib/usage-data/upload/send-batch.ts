import type { Wire, WireResponse } from "@/lib/connectivity/wire";
import { type Receipt, TUS_VERSION } from "../ingestion-protocol";
import { writeUploadMetadata } from "../upload-metadata";
import { batchesUrl, failedAnswer, isBelow, isGone } from "./answers";
import { fetchReceipt } from "./fetch-receipt";
import { UploadError } from "./upload-error";

/** What is sent at once: after a kill no more than this is sent twice. */
export const UPLOAD_PART_BYTES = 256 * 1024;

/** How often one attempt lets the service correct it about how far it is, or lose the upload. */
const CORRECTIONS = 3;

export interface Batch {
  /** Of `bytes`, hex. */
  sha256: string;
  hierarchy: string;
  /** The compressed document. */
  bytes: Uint8Array;
}

export interface SendBatchOptions {
  /** Ends in `/`. */
  usageDataUrl: string;
  /** Where an attempt before this one was told to send it. */
  uploadUrl: string | null;
  signal: AbortSignal;
  partBytes?: number;
  /** Told where the batch goes, before any of it does: what it writes down survives a kill. */
  onCreated(uploadUrl: string): Promise<void>;
  /** Told how far the service says it is, at the beginning and after each part. */
  onOffset(bytes: number): Promise<void>;
}

/**
 * Brings a batch to the ingestion service (tus 1.0.0, see ingestion-protocol.ts): goes on where the service says it
 * is, begins anew when the service lost it, and believes that it was accepted only by a receipt for these very bytes.
 * @throws UploadError, WireError, CloudRefusedError, or what `onCreated` and `onOffset` throw
 */
export async function sendBatch(
  wire: Pick<Wire, "get" | "send">,
  batch: Batch,
  options: SendBatchOptions,
): Promise<Receipt> {
  const { usageDataUrl, signal } = options;
  const total = batch.bytes.byteLength;
  // Of another environment, or of one that moved: nothing is sent to an address of yesterday.
  let url = options.uploadUrl && isBelow(options.uploadUrl, usageDataUrl) ? options.uploadUrl : null;
  for (let corrections = 0; corrections <= CORRECTIONS; ) {
    if (url === null) {
      url = await create(wire, batch, usageDataUrl, signal);
      await options.onCreated(url);
    }
    const offset = await askOffset(wire, url, total, signal);
    if (offset === "gone") {
      url = null;
      corrections++;
      continue;
    }
    await options.onOffset(offset);
    const outcome = await sendParts(wire, batch, url, offset, options);
    if (outcome === "complete") {
      const receipt = await fetchReceipt(wire, url, batch.sha256, signal);
      if (receipt !== "incomplete" && receipt !== "gone") return receipt;
    }
    if (outcome === "gone") url = null;
    corrections++;
  }
  throw new UploadError("upload-offset-invalid", { host: new URL(usageDataUrl).host });
}

async function create(
  wire: Pick<Wire, "send">,
  { sha256, hierarchy, bytes }: Batch,
  usageDataUrl: string,
  signal: AbortSignal,
): Promise<string> {
  const url = batchesUrl(usageDataUrl);
  const headers = {
    "tus-resumable": TUS_VERSION,
    "upload-length": String(bytes.byteLength),
    "upload-metadata": writeUploadMetadata({ sha256, hierarchy, contentType: "application/json+gzip" }),
  };
  const response = await wire.send("POST", url, { headers, signal });
  if (response.status !== 201) throw await failedAnswer(response, url);
  response.discard();
  const location = URL.parse(response.header("location") ?? "", url)?.href;
  if (!response.header("location") || !location || !isBelow(location, usageDataUrl)) {
    const { host } = new URL(url);
    throw new UploadError("upload-location-invalid", { host, location: (location ?? "").slice(0, 200) });
  }
  return location;
}

async function askOffset(
  wire: Pick<Wire, "send">,
  url: string,
  total: number,
  signal: AbortSignal,
): Promise<number | "gone"> {
  const response = await wire.send("HEAD", url, { headers: { "tus-resumable": TUS_VERSION }, signal });
  response.discard();
  if (isGone(response.status)) return "gone";
  if (response.status !== 200) throw await failedAnswer(response, url);
  const offset = offsetOf(response);
  if (offset === null || offset > total)
    throw new UploadError("upload-offset-invalid", { host: new URL(url).host });
  return offset;
}

async function sendParts(
  wire: Pick<Wire, "send">,
  { bytes }: Batch,
  url: string,
  from: number,
  { signal, onOffset, partBytes = UPLOAD_PART_BYTES }: SendBatchOptions,
): Promise<"complete" | "gone" | "corrected"> {
  for (let offset = from; offset < bytes.byteLength; ) {
    const headers = {
      "tus-resumable": TUS_VERSION,
      "content-type": "application/offset+octet-stream",
      "upload-offset": String(offset),
    };
    const end = Math.min(offset + partBytes, bytes.byteLength);
    const body = bytes.subarray(offset, end);
    const response = await wire.send("PATCH", url, { headers, body, signal });
    if (isGone(response.status) || response.status === 409) {
      response.discard();
      return response.status === 409 ? "corrected" : "gone";
    }
    if (response.status !== 204) throw await failedAnswer(response, url);
    response.discard();
    const reached = offsetOf(response);
    // The service may have kept less than it was sent, but not nothing and not more.
    if (reached === null || reached <= offset || reached > end) return "corrected";
    offset = reached;
    await onOffset(offset);
  }
  return "complete";
}

function offsetOf(response: WireResponse): number | null {
  const offset = response.header("upload-offset");
  return offset !== undefined && /^\d{1,15}$/.test(offset) ? Number(offset) : null;
}
