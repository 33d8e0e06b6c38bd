import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { USAGE_DOCUMENT_MAX_BYTES, type UsageDocument, usageDocument } from "./model";

const unzip = promisify(gunzip);

/**
 * The JSON text of a stored batch, as it was written at collection.
 * @throws when the bytes are no gzip or unpack to more than {@link USAGE_DOCUMENT_MAX_BYTES}
 */
export async function readDocumentText(body: Uint8Array): Promise<string> {
  const text = await unzip(body, { maxOutputLength: USAGE_DOCUMENT_MAX_BYTES });
  return text.toString("utf8");
}

/** The document of a stored batch. Throws when the text is not one. */
export async function readDocument(body: Uint8Array): Promise<UsageDocument> {
  return usageDocument.parse(JSON.parse(await readDocumentText(body)));
}
