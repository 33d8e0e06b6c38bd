import { httpStatusError } from "@/lib/connectivity/http-status";
import { readAnswer } from "@/lib/connectivity/read-answer";
import type { Wire } from "@/lib/connectivity/wire";
import { type Relevance, relevanceSchema } from "../ingestion-protocol";
import { isGone, relevanceUrl } from "./answers";
import { RECEIPT_MAX_BYTES } from "./fetch-receipt";
import { UploadError } from "./upload-error";

/**
 * Asks which updates are relevant for a hierarchy.
 * @param hierarchy its keyed hash, as its documents carry it
 * @returns null while the service has no usage data of it
 * @throws UploadError `relevance-invalid`; WireError, CloudRefusedError
 */
export async function fetchRelevance(
  wire: Pick<Wire, "get">,
  usageDataUrl: string,
  hierarchy: string,
  signal: AbortSignal,
): Promise<Relevance | null> {
  const url = relevanceUrl(usageDataUrl, hierarchy);
  const response = await wire.get(url, { signal });
  if (isGone(response.status)) {
    response.discard();
    return null;
  }
  if (response.status !== 200) {
    response.discard();
    throw httpStatusError(response, url);
  }
  const body = await readAnswer(response, url, RECEIPT_MAX_BYTES);
  try {
    return relevanceSchema.parse(JSON.parse(body.toString("utf8")));
  } catch (error) {
    throw new UploadError("relevance-invalid", { host: new URL(url).host }, { cause: error });
  }
}
