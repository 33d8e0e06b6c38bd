/**
 * The path to go to after signing in, taken from an address anybody may have written. Only a path of this
 * portal survives: no other host, no `//host`, no API, not the sign-in page itself.
 * @param publicUrl also lets through absolute addresses below it
 */
export function safeCallbackPath(value: unknown, publicUrl: string): string {
  if (typeof value !== "string") return "/";
  const { origin } = new URL(publicUrl);
  // The parser reads what a browser would: `\` is `/`, tabs and line ends vanish, so `/\t/host` is a host.
  const url = URL.canParse(value, origin) ? new URL(value, origin) : null;
  if (url?.origin !== origin || url.pathname.startsWith("//")) return "/";
  if (/^\/(api|sign-in)(\/|$)/.test(url.pathname)) return "/";
  return url.pathname + url.search + url.hash;
}
