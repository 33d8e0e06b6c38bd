import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import yauzl from "yauzl";
import {
  DEFAULT_INSTALL_MAP,
  INSTALL_MAP,
  INSTALL_MAP_MAX_BYTES,
  type InstallMap,
  parseInstallMap,
} from "./install-map";
import { InstallationError } from "./installation-failure";
import {
  parseUpdateMap,
  UPDATE_MAP,
  UPDATE_MAP_ARCHIVE,
  UPDATE_MAP_MAX_BYTES,
  type UpdateMap,
} from "./update-map";

export interface PackageMaps {
  update: UpdateMap;
  install: InstallMap;
  /** `SMSSetup/update.map` as it was packed. */
  text: string;
}

/**
 * Reads what an update brings and what it needs done, from its staging folder.
 * @throws InstallationError `update-map-missing`, `update-map-damaged`, `install-map-damaged`
 */
export async function readMaps(staging: string, packageGuid: string): Promise<PackageMaps> {
  const text = await unpackUpdateMap(path.join(staging, UPDATE_MAP_ARCHIVE));
  return { update: parseUpdateMap(text, packageGuid), install: await readInstallMap(staging), text };
}

const openZip = (file: Buffer): Promise<yauzl.ZipFile> =>
  yauzl.fromBufferPromise(file, { lazyEntries: true, strictFileNames: true });

/** An archive of exactly one entry of a bounded size: nothing in it decides where anything is written. */
async function unpackUpdateMap(archive: string): Promise<string> {
  const damaged = (reason: string, cause?: unknown) =>
    new InstallationError("update-map-damaged", { reason }, { cause });
  const file = await readFile(archive).catch((cause: unknown) => {
    throw new InstallationError("update-map-missing", { path: UPDATE_MAP_ARCHIVE }, { cause });
  });
  if (file.byteLength > UPDATE_MAP_MAX_BYTES) throw damaged("it is too large");
  const zip = await openZip(file).catch((cause: unknown) => {
    throw damaged("it is not a zip file", cause);
  });
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entries.push(entry) > 1) break;
    }
    const [entry] = entries;
    if (entries.length !== 1 || entry?.fileName !== UPDATE_MAP) throw damaged("it holds something else");
    if (entry.uncompressedSize > UPDATE_MAP_MAX_BYTES) throw damaged("it is too large");
    // The reader ends a stream that is longer than its entry says.
    return (await buffer(await zip.openReadStreamPromise(entry))).toString("utf8");
  } catch (error) {
    throw error instanceof InstallationError ? error : damaged("it cannot be unpacked", error);
  } finally {
    zip.close();
  }
}

async function readInstallMap(staging: string): Promise<InstallMap> {
  const file = path.join(staging, INSTALL_MAP);
  const found = await stat(file).catch(() => null);
  if (!found) return DEFAULT_INSTALL_MAP;
  if (found.size > INSTALL_MAP_MAX_BYTES)
    throw new InstallationError("install-map-damaged", { reason: "it is too large" });
  return parseInstallMap(await readFile(file, "utf8"));
}
