import { TRANSFER_FILE_NAME, TRANSFER_PACKAGE_BYTES_MAX } from "@/lib/offline/upload/model";

/** Keys of `offlinePage.import`: why files are not even sent; null when they may be. */
export function whyNotSent(
  files: readonly Pick<File, "name" | "size">[],
): "wrongName" | "tooLarge" | "empty" | null {
  if (files.some(({ name }) => !TRANSFER_FILE_NAME.test(name))) return "wrongName";
  if (files.some(({ size }) => size === 0)) return "empty";
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return bytes > TRANSFER_PACKAGE_BYTES_MAX ? "tooLarge" : null;
}
