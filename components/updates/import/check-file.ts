import { HOTFIX_BYTES_MAX, HOTFIX_FILE_NAME } from "@/lib/updates/out-of-band/model";

/** Keys of `outOfBand.page`: why a file is not even sent; null when it may be. */
export function whyNotSent({
  name,
  size,
}: Pick<File, "name" | "size">): "wrongName" | "tooLarge" | "empty" | null {
  if (!HOTFIX_FILE_NAME.test(name)) return "wrongName";
  if (size === 0) return "empty";
  return size > HOTFIX_BYTES_MAX ? "tooLarge" : null;
}
