import { readAnswer } from "@/lib/connectivity/read-answer";
import type { Wire } from "@/lib/connectivity/wire";
import { type Receipt, receiptSchema } from "../ingestion-protocol";
import { failedAnswer, isGone } from "./answers";
import { UploadError } from "./upload-error";

/** A thousand updates take a tenth of it. */
export const RECEIPT_MAX_BYTES = 2 * 1024 * 1024;

/**
 * The receipt of a batch whose bytes are all there.
 * @throws UploadError `receipt-invalid`, `receipt-mismatch`, `upload-refused`, `upload-damaged`; WireError
 */
export async function fetchReceipt(
  wire: Pick<Wire, "get">,
  uploadUrl: string,
  sha256: string,
  signal: AbortSignal,
): Promise<Receipt | "incomplete" | "gone"> {
  const url = `${uploadUrl}/receipt`;
  const { host } = new URL(url);
  const response = await wire.get(url, { signal });
  if (response.status === 409 || isGone(response.status)) {
    response.discard();
    return response.status === 409 ? "incomplete" : "gone";
  }
  if (response.status !== 200) throw await failedAnswer(response, url);
  const receipt = parseReceipt(await readAnswer(response, url, RECEIPT_MAX_BYTES));
  if (!receipt) throw new UploadError("receipt-invalid", { host });
  if (receipt.bodySha256 !== sha256) throw new UploadError("receipt-mismatch", { host });
  return receipt;
}

function parseReceipt(body: Buffer): Receipt | null {
  try {
    return receiptSchema.parse(JSON.parse(body.toString("utf8")));
  } catch {
    // Neither JSON nor a receipt: the caller names it.
    return null;
  }
}
