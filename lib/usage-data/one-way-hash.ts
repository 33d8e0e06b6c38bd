import { createHmac } from "node:crypto";

const GUID = /^[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i;

/**
 * The bytes that are hashed (reference/usage-data.md §3.2): a GUID as .NET's `Guid.ToByteArray` gives it, its first
 * three groups little-endian; any other text as UTF-16LE without a byte order mark.
 */
export function hashInput(value: string): Buffer {
  const groups = GUID.exec(value.trim());
  if (!groups) return Buffer.from(value, "utf16le");
  const bytes = Buffer.from(groups.slice(1).join(""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/**
 * What leaves in place of an identifier: HMAC-SHA-256 under the hierarchy's own key, base64. The product hashes
 * without a key (§3.2); whoever holds such a hash finds the 46656 possible site codes by trying them. With a key
 * that never leaves the hierarchy there is nothing to try.
 */
export function keyedHash(key: Uint8Array, value: string): string {
  return createHmac("sha256", key).update(hashInput(value)).digest("base64");
}
