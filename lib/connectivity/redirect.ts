import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { WireError } from "./wire-error";

/** The vendor's links (`go.microsoft.com/fwlink`) lead on once or twice; more is a loop or a trap. */
export const MAX_REDIRECTS = 5;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export const isRedirect = (status: number): boolean => REDIRECTS.has(status);

/** Addresses of this machine, of private networks and of nobody in particular (RFC 6890): the cloud has none of them. */
const INSIDE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  INSIDE.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  // Translators and relays carry an IPv4 address inside, which may be any of those above.
  ["64:ff9b::", 32],
  ["2001::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 9],
  ["ff00::", 8],
] as const) {
  INSIDE.addSubnet(network, prefix, "ipv6");
}

/**
 * Where a redirect leads, if it may be followed: to https, and never from the outside to an address of this
 * machine or its networks, so that no answer can make the server that holds the role knock there.
 * @param location value of the header, as received
 * @param resolves whether names are resolved here; behind a proxy only the proxy can
 * @throws WireError `redirect-loop`, `redirect-refused`
 */
export async function followRedirect(
  from: string,
  location: string | undefined,
  { seen, resolves }: { seen: ReadonlySet<string>; resolves: boolean },
): Promise<string> {
  const host = new URL(from).host;
  const target = location === undefined ? null : URL.parse(location, from);
  const refused = (because: string) => refusal(from, location, because);
  if (!target) throw refused("unreadable");
  target.hash = "";
  if (seen.has(target.href) || seen.size > MAX_REDIRECTS) throw new WireError("redirect-loop", { host });
  if (target.username || target.password) throw refused("credentials");
  if (target.host === host && target.protocol === new URL(from).protocol) return target.href;
  if (target.protocol !== "https:") throw refused("notHttps");
  if (await leadsInside(target.hostname, resolves)) throw refused("inside");
  return target.href;
}

/** What carries something is for the address it was sent to, and goes nowhere else. */
export const redirectNotFollowed = (from: string, location: string | undefined): WireError =>
  refusal(from, location, "carriesData");

function refusal(from: string, location: string | undefined, because: string): WireError {
  const target = location === undefined ? null : URL.parse(location, from);
  return new WireError("redirect-refused", {
    host: new URL(from).host,
    // Not `reason`: by that name an alert tells which failure is behind it.
    because,
    target: target?.origin ?? (location ?? "").slice(0, 200),
  });
}

async function leadsInside(hostname: string, resolves: boolean): Promise<boolean> {
  const literal = hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal)) return isInside(literal);
  if (/(^|\.)localhost\.?$/i.test(hostname)) return true;
  if (!resolves) return false;
  // A name that does not resolve fails by its own name when it is connected to. One that resolves otherwise a moment
  // later leads to a handshake and no further: nothing inside has a certificate for it.
  const addresses = await lookup(hostname, { all: true }).catch(() => []);
  return addresses.some(({ address }) => isInside(address));
}

const isInside = (address: string): boolean => {
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return INSIDE.check(embedded, isIP(embedded) === 6 ? "ipv6" : "ipv4");
};
