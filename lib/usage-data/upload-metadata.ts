import type { z } from "zod";
import { batchMetadata } from "./ingestion-protocol";

export type BatchMetadata = z.infer<typeof batchMetadata>;

/** `Upload-Metadata` as tus writes it: pairs of a key and its value in base64, separated by commas. */
export const writeUploadMetadata = (metadata: BatchMetadata): string =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");

/** @returns null when it is not what a batch of usage data says of itself */
export function readUploadMetadata(header: string | undefined): BatchMetadata | null {
  const pairs = (header ?? "").split(",").map((pair) => pair.trim().split(/ +/));
  const values = pairs.map(([key = "", value = ""]) => [key, Buffer.from(value, "base64").toString("utf8")]);
  const parsed = batchMetadata.safeParse(Object.fromEntries(values));
  return parsed.success ? parsed.data : null;
}
