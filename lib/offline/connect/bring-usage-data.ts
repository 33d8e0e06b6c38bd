import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { fetchRelevance } from "@/lib/usage-data/upload/fetch-relevance";
import { sendBatch } from "@/lib/usage-data/upload/send-batch";
import type { AnswerContent } from "../seal-answer";
import { readJsonIfThere } from "./json-file";
import type { ConnectOptions } from "./model";
import type { CarriedRequest } from "./read-requests";

const uploadSchema = z.object({ url: z.string() });

/**
 * Brings the usage data of a request to its cloud, and gets the receipt and what the cloud says of the updates. An
 * upload that broke off goes on where the service says it is.
 * @param folder of this request
 * @throws UploadError, WireError, or the abort reason
 */
export async function bringUsageData(
  { request, batch }: CarriedRequest,
  folder: string,
  { wire, signal, report }: Pick<ConnectOptions, "wire" | "signal" | "report">,
): Promise<Pick<AnswerContent, "receipt" | "relevance">> {
  const { usageDataUrl } = request.environment;
  if (usageDataUrl === null || batch === null) {
    report({ step: "no-usage-data" });
    if (usageDataUrl === null) return { receipt: null, relevance: null };
    return { receipt: null, relevance: await fetchRelevance(wire, usageDataUrl, request.hierarchy, signal) };
  }
  const file = path.join(folder, "upload.json");
  const before = await readJsonIfThere(file, uploadSchema);
  const bytesTotal = batch.bytes.byteLength;
  const receipt = await sendBatch(wire, batch, {
    usageDataUrl,
    uploadUrl: before?.url ?? null,
    signal,
    onCreated: (url) => writeFileAtomic(file, Buffer.from(JSON.stringify({ url }))),
    onOffset: async (bytesDone) => report({ step: "usage-data", bytesDone, bytesTotal }),
  });
  await rm(file, { force: true });
  report({ step: "usage-data-accepted", receiptId: receipt.receiptId });
  return { receipt, relevance: receipt.relevance };
}
