import { DownloadError } from "./download/failure";

/**
 * Where a TUF target is: with consistent snapshots its name begins with its hash (TUF 5.7.3).
 * @param base ends in `/`
 * @throws DownloadError `path-unsafe` when the address would leave `base`
 */
export function targetUrl(base: string, target: string, hashPrefix: string | null): string {
  const segments = target.split("/").map(encodeURIComponent);
  const name = segments.pop() ?? "";
  const path = [...segments, hashPrefix === null ? name : `${hashPrefix}.${name}`].join("/");
  const url = new URL(path, base).href;
  if (!url.startsWith(new URL(base).href)) throw new DownloadError("path-unsafe", { path: target });
  return url;
}
