import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { seal, unseal } from "@/lib/secrets/seal";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";

/** What a server cannot be itself without, below its installation folder. */
export const SERVER_KEY_FILES = ["keys/sealing.key", "file-exchange/identity.pem"] as const;

const bundleSchema = z.object({
  fqdn: z.string(),
  files: z.array(z.object({ file: z.enum(SERVER_KEY_FILES), content: z.base64() })),
});

const purposeOf = (fqdn: string): string => `key files of ${fqdn} for recovery`;

/** Seals the key files of a server so that only whoever knows the recovery passphrase can read them. */
export async function sealKeyFiles(installDir: string, fqdn: string, publicKey: Buffer): Promise<Buffer> {
  const files = await Promise.all(
    SERVER_KEY_FILES.map(async (file) => {
      const content = await readFile(path.join(installDir, file)).catch((error: NodeJS.ErrnoException) => {
        // Made when first needed: a server that never offered a file has no identity yet.
        if (error.code !== "ENOENT") throw error;
        return null;
      });
      return content && { file, content: content.toString("base64") };
    }),
  );
  const bundle: z.input<typeof bundleSchema> = { fqdn, files: files.filter((file) => file !== null) };
  return seal(publicKey, purposeOf(fqdn), JSON.stringify(bundle));
}

/**
 * Puts the key files of a server back where they were.
 * @returns false when they were sealed to another passphrase or for another server, or are damaged
 */
export async function restoreKeyFiles(
  installDir: string,
  fqdn: string,
  privateKey: Buffer,
  sealed: Uint8Array,
): Promise<boolean> {
  const text = await unseal(privateKey, purposeOf(fqdn), sealed);
  if (text === null) return false;
  const { files } = bundleSchema.parse(JSON.parse(text));
  for (const { file, content } of files) {
    await writeFileAtomic(path.join(installDir, file), Buffer.from(content, "base64"), 0o600);
  }
  return true;
}
