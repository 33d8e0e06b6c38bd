import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { findDocument, runInput } from "./find-document";

/** The very bytes of a batch, for a reader who wants to see and to hash them himself. */
export interface UsageDataBytes {
  /** The compressed document, base64. */
  body: string;
  /** SHA-256 in hex, as recorded at collection: of the compressed bytes, and of the text inside. */
  bodySha256: string;
  documentSha256: string;
}

/** The document of a collection, byte by byte what is uploaded or carried. */
export const getUsageDataDocument = defineQuery({
  name: "get-usage-data-document",
  action: "usage-data.view",
  input: runInput,
  async run({ db }, { runId }) {
    const found = await findDocument(db, runId);
    if (!found.ok) return found;
    return ok({ ...found.value, body: found.value.body.toString("base64") } satisfies UsageDataBytes);
  },
});
