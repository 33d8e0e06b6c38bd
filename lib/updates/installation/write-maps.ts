import { buffer } from "node:stream/consumers";
import yazl from "yazl";
import { DEFAULT_INSTALL_MAP, INSTALL_MAP, type InstallMap } from "./install-map";
import { placeOf } from "./map-rules";
import { type MappedFile, UPDATE_MAP, UPDATE_MAP_ARCHIVE, type UpdateMap } from "./update-map";

/** The earliest a zip can say; the same list has the same bytes whenever it is packed. */
const ZIP_EPOCH = new Date(Date.UTC(1980, 0, 1));

export interface PackageFile {
  path: string;
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** The list of a package's files and where they belong; the maps themselves are not in it. */
export function buildUpdateMap(
  { packageGuid, fullVersion }: { packageGuid: string; fullVersion: string },
  files: readonly PackageFile[],
): UpdateMap {
  const mapped = files.flatMap(({ path: source, bytes, sha256 }): MappedFile[] => {
    const place = source === UPDATE_MAP_ARCHIVE || source === INSTALL_MAP ? null : placeOf(source);
    return place ? [{ source, target: place.target, bytes, sha256, category: place.category }] : [];
  });
  return {
    format: 1,
    packageGuid,
    fullVersion,
    files: mapped.sort((a, b) => (a.target < b.target ? -1 : 1)),
  };
}

/** @returns the bytes of `SMSSetup/update.map.zip`, reproducible */
export async function packUpdateMap(map: UpdateMap): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  // Stored: a compressor's bytes may differ between versions of zlib.
  zip.addBuffer(jsonBytes(map), UPDATE_MAP, {
    mtime: ZIP_EPOCH,
    mode: 0o100644,
    compress: false,
    forceDosTimestamp: true,
  });
  zip.end();
  return buffer(zip.outputStream as AsyncIterable<Uint8Array>);
}

/** @returns the bytes of `SMSSetup/install.map` */
export const packInstallMap = (changes: Partial<InstallMap> = {}): Buffer =>
  jsonBytes({ ...DEFAULT_INSTALL_MAP, ...changes });

const jsonBytes = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
