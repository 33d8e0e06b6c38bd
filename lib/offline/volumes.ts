import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { TransferError } from "./failure";

/** `UpdatePack.zip.001`: the package is cut into volumes of one size, the last one is shorter. */
const VOLUME = /^(?<name>.+\.zip)\.(?<number>\d{3,6})$/i;

export const volumeName = (fileName: string, number: number): string =>
  `${fileName}.${String(number).padStart(3, "0")}`;

/** The number of a volume and the name of the package it belongs to; null for a name of no volume. */
export function parseVolumeName(fileName: string): { packageName: string; number: number } | null {
  const groups = VOLUME.exec(fileName)?.groups;
  return groups?.name ? { packageName: groups.name, number: Number(groups.number) } : null;
}

/**
 * The files of a package, in order.
 * @param file the package, or its first volume
 * @throws TransferError `transfer-volumes-incomplete`, as far as their names and sizes show it
 */
export async function findVolumes(file: string): Promise<string[]> {
  const first = parseVolumeName(path.basename(file));
  if (!first) return [file];
  const folder = path.dirname(file);
  const numbers = (await readdir(folder)).flatMap((name) => {
    const volume = parseVolumeName(name);
    return volume?.packageName === first.packageName ? [volume.number] : [];
  });
  const last = Math.max(...numbers);
  const volumes = Array.from({ length: last }, (_, index) => volumeName(first.packageName, index + 1));
  const missing = volumes.findIndex((_, index) => !numbers.includes(index + 1));
  if (missing !== -1) throw new TransferError("transfer-volumes-incomplete", { volume: missing + 1 });
  const paths = volumes.map((name) => path.join(folder, name));
  await refuseShortVolumes(paths);
  return paths;
}

async function refuseShortVolumes(paths: readonly string[]): Promise<void> {
  const sizes = await Promise.all(paths.map(async (file) => (await stat(file)).size));
  const [whole = 0] = sizes;
  const short = sizes.findIndex((size, index) => index < sizes.length - 1 && size !== whole);
  if (short !== -1) throw new TransferError("transfer-volumes-incomplete", { volume: short + 1 });
}
