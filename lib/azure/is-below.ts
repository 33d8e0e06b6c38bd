/** A step up that a URL parser leaves alone, because it is encoded once or twice, but a server may take. */
const WALKS_UP = /(^|[/\\]|%(25)*(2f|5c))(\.|%(25)*2e){2}($|[/\\]|%(25)*(2f|5c))/i;

/**
 * Whether an address is the base or below it, character by character as it will be asked: no other host, port, scheme
 * or credentials, and no path that leads up again.
 * @param baseUrl ends in `/`
 */
export function isBelow(url: string, baseUrl: string): boolean {
  const asked = URL.parse(url);
  const base = URL.parse(baseUrl);
  if (!asked || !base || asked.username || asked.password) return false;
  if (WALKS_UP.test(asked.pathname)) return false;
  return asked.origin === base.origin && asked.pathname.startsWith(base.pathname);
}
