/**
 * The cookie that holds the sealed session id. Over https the browser itself guarantees, by the `__Host-`
 * prefix, that it came from this host, for every path, and never travelled in the clear.
 */
export const sessionCookieName = (publicUrl: string): string =>
  isHttps(publicUrl) ? "__Host-scp-session" : "scp-session";

export const isHttps = (url: string): boolean => url.startsWith("https://");
