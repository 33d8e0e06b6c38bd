import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";
import { UNKNOWN_SOURCE } from "./unknown-source";

/**
 * Carries the source address from the portal's HTTP server to the pages. The server overwrites whatever the
 * browser sent under this name.
 */
export const SOURCE_ADDRESS_HEADER = "x-scp-source-address";

export { UNKNOWN_SOURCE };

/** Networks of the reverse proxies whose `X-Forwarded-For` is believed, as addresses or `address/prefix`. */
export function trustedProxies(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Whether `text` is an address, or `address/prefix`. */
export function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (bits < 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/**
 * Where a request comes from: the socket's address, unless that is a trusted proxy; then the nearest address
 * in `X-Forwarded-For` that is not one. Anything left of that could be the browser's own invention.
 */
export function sourceAddress(
  socketAddress: string | undefined,
  headers: IncomingHttpHeaders,
  proxies: BlockList,
): string {
  let source = plainAddress(socketAddress ?? "");
  const forwarded = String(headers["x-forwarded-for"] ?? "").split(",");
  while (source && isTrusted(source, proxies)) {
    const next = plainAddress(forwarded.pop()?.trim() ?? "");
    if (!next) break;
    source = next;
  }
  return source || UNKNOWN_SOURCE;
}

/** Writes the source address into the request, over whatever the browser put there. */
export function stampSourceAddress(request: IncomingMessage, proxies: BlockList): void {
  const { socket, headers } = request;
  headers[SOURCE_ADDRESS_HEADER] = sourceAddress(socket.remoteAddress, headers, proxies);
}

/**
 * What a lock counts against: the address, or for IPv6 its /64, because whoever has one address of it has all.
 */
export function sourceNetwork(source: string): string {
  if (!isIPv6(source)) return source;
  const [head = "", tail = ""] = source.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

const isTrusted = (address: string, proxies: BlockList): boolean =>
  proxies.check(address, isIPv6(address) ? "ipv6" : "ipv4");

/** The bare address: an IPv4 address on a dual-stack socket arrives as `::ffff:192.0.2.1`; junk becomes "". */
function plainAddress(text: string): string {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  return isIP(address) ? address : "";
}
