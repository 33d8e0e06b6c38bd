import { createHash } from "node:crypto";
import { type PackedFile, writeArchive } from "@/lib/archive/write-archive";
import { CONTENTS, signatureOf, type TableOfContents, TRANSFER_SCHEMA_VERSION } from "./model";
import type { SigningKey } from "./signing";

/** A file for a transfer package; its hash is known before it is read. */
export interface SealedFile extends PackedFile {
  /** Lower-case hex. */
  sha256: string;
}

/** What every reader asks about a package. */
export type PackageFacts = Omit<TableOfContents, "schemaVersion" | "entries">;

/** A file that is in memory. */
export const smallFile = (path: string, content: Uint8Array): SealedFile => ({
  path,
  bytes: content.byteLength,
  sha256: createHash("sha256").update(content).digest("hex"),
  async *open() {
    yield content;
  },
});

/** A JSON document and the signature over its very bytes. */
export function signedJson(path: string, value: unknown, key: SigningKey): SealedFile[] {
  const content = Buffer.from(JSON.stringify(value));
  const signature = Buffer.from(JSON.stringify(key.sign(content)));
  return [smallFile(path, content), smallFile(signatureOf(path), signature)];
}

/** `files` and the signed table of contents that lists them: the same files always make the same package. */
export function sealPackage(
  facts: PackageFacts,
  files: readonly SealedFile[],
  key: SigningKey,
): SealedFile[] {
  const contents: TableOfContents = {
    schemaVersion: TRANSFER_SCHEMA_VERSION,
    ...facts,
    entries: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  };
  return [...signedJson(CONTENTS, contents, key), ...files];
}

/** The whole of a small package. */
export async function packageBytes(files: readonly SealedFile[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeArchive(files)) parts.push(part);
  return Buffer.concat(parts);
}
