import { z } from "zod";
import { httpStatusError } from "@/lib/connectivity/http-status";
import { readAnswer } from "@/lib/connectivity/read-answer";
import type { WireResponse } from "@/lib/connectivity/wire";
import type { WireError } from "@/lib/connectivity/wire-error";
import { UploadError } from "./upload-error";

export const batchesUrl = (usageDataUrl: string): string => new URL("batches/", usageDataUrl).href;

export const relevanceUrl = (usageDataUrl: string, hierarchy: string): string =>
  new URL(`hierarchies/${encodeURIComponent(hierarchy)}/relevance`, usageDataUrl).href;

/** Whether an upload of this service is at `url`: the service does not send us elsewhere. */
export const isBelow = (url: string, usageDataUrl: string): boolean =>
  url.startsWith(batchesUrl(usageDataUrl)) && URL.parse(url)?.href === url;

/** The service no longer knows an upload (tus, HEAD). */
export const isGone = (status: number): boolean => status === 404 || status === 410;

/** Statuses by which the service says no to these bytes; the others are about the way, the time or the address. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 415, 422]);
const REASON_MAX_BYTES = 4 * 1024;
const reasonSchema = z.object({ code: z.string().regex(/^[a-z-]{1,60}$/) });

/**
 * An answer that is none, as a named failure: `upload-damaged` when other bytes arrived than were sent, `upload-refused`
 * when the same bytes would be refused again, a WireError otherwise. Uses the answer's body up.
 */
export async function failedAnswer(response: WireResponse, url: string): Promise<UploadError | WireError> {
  if (!REFUSALS.has(response.status)) {
    response.discard();
    return httpStatusError(response, url);
  }
  const { host } = new URL(url);
  const reason = await readReason(response, url);
  if (reason === "checksum-mismatch") return new UploadError("upload-damaged", { host });
  // A sentence cannot choose by a name with a hyphen.
  const because = reason.replaceAll("-", "_");
  return new UploadError("upload-refused", { host, status: response.status, because });
}

async function readReason(response: WireResponse, url: string): Promise<string> {
  try {
    const body = await readAnswer(response, url, REASON_MAX_BYTES);
    return reasonSchema.parse(JSON.parse(body.toString("utf8"))).code;
  } catch {
    // It said no; that it did not say why in our words changes nothing.
    return "unknown";
  }
}
