import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { UsageDocument, UsageValue } from "./model";

const compress = promisify(gzip);

/** Byte 9 of a gzip header names the operating system (RFC 1952 §2.3.1); 255: unknown. */
const GZIP_OS_BYTE = 9;

export interface WrittenDocument {
  text: Buffer;
  /** SHA-256, hex. */
  textSha256: string;
  body: Buffer;
  bodySha256: string;
}

/** The text of a document and the bytes that leave: equal documents give equal bytes, on whatever machine. */
export async function writeDocument(document: UsageDocument): Promise<WrittenDocument> {
  const text = Buffer.from(canonicalJson(document));
  const body = await compress(text, { level: 9 });
  body[GZIP_OS_BYTE] = 255;
  return { text, textSha256: sha256(text), body, bodySha256: sha256(body) };
}

/** JSON without white space, the members of each object in the order of their UTF-16 code units (as RFC 8785). */
export function canonicalJson(value: UsageValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] as UsageValue)}`);
  return `{${members.join(",")}}`;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
