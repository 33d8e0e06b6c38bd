import path from "node:path";
import type { TufRole } from "./roles";

/**
 * Where the files of a repository with consistent snapshots lie (TUF 1.0 §6.2): every file but the timestamp
 * has a name of its own per content, so a web server can serve the folder while it is being published into.
 */
export const metadataFolder = (repository: string): string => path.join(repository, "metadata");

export const targetsFolder = (repository: string): string => path.join(repository, "targets");

export const metadataFile = (repository: string, role: TufRole, version: number): string =>
  path.join(metadataFolder(repository), role === "timestamp" ? "timestamp.json" : `${version}.${role}.json`);

/** `a/b.cab` → `targets/a/<sha256>.b.cab`. */
export function targetFile(repository: string, target: string, sha256: string): string {
  const { dir, base } = path.posix.parse(target);
  return path.join(targetsFolder(repository), dir, `${sha256}.${base}`);
}

/**
 * Name of the target that carries a file of a package. Characters that mean something else in a URL are written
 * as `~` and the hexadecimal UTF-8 bytes.
 */
export function targetNameOf(packageGuid: string, filePath: string): string {
  const segments = filePath
    .split("/")
    .map((segment) =>
      segment
        .replace(/[^A-Za-z0-9_()+.-]/gu, (character) =>
          [...Buffer.from(character)].map((byte) => `~${byte.toString(16).padStart(2, "0")}`).join(""),
        )
        .replace(/^\./, "~2e"),
    );
  return [packageGuid, ...segments].join("/");
}
