import type { UsageDataBytes } from "@/lib/usage-data/get-usage-data-document";
import type { UsageDocument } from "@/lib/usage-data/model";

/** A batch as this browser unpacked and hashed it. */
export interface OpenedDocument {
  text: string;
  document: UsageDocument;
  bodyBytes: number;
  textBytes: number;
  bodySha256: string;
  documentSha256: string;
  /**
   * Whether the hashes of what is shown are those recorded at collection; null where the browser does not hash, i.e. on a
   * page that came over an insecure connection.
   */
  verified: boolean | null;
}

/** Unpacks the very bytes of a batch and hashes them, so that nobody has to believe the server what they are. */
export async function openDocument({
  body,
  bodySha256,
  documentSha256,
}: UsageDataBytes): Promise<OpenedDocument> {
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const textBytes = new Uint8Array(await new Response(unpacked).arrayBuffer());
  const text = new TextDecoder().decode(textBytes);
  const hashes = [await sha256(bytes), await sha256(textBytes)];
  return {
    text,
    // Written by the collection as this very shape, and vouched for by its hash.
    document: JSON.parse(text) as UsageDocument,
    bodyBytes: bytes.length,
    textBytes: textBytes.length,
    bodySha256,
    documentSha256,
    verified: hashes.includes(null) ? null : hashes[0] === bodySha256 && hashes[1] === documentSha256,
  };
}

/** In hex; null where the browser does not hash. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  // Absent on an insecure connection, whatever its type says.
  if (!globalThis.crypto?.subtle) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
