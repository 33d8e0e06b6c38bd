import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { CodedError } from "@/lib/coded-error";

/** An address that nobody may be made to ask, whoever entered it. */
export class AddressRefusedError extends CodedError<"address-refused"> {
  override name = "AddressRefusedError";
}

/**
 * Where clouds tell a machine who it is and give it tokens: link-local addresses, and what Azure, Alibaba and Amazon
 * answer at beside them.
 */
const METADATA = new BlockList();
METADATA.addSubnet("169.254.0.0", 16, "ipv4");
METADATA.addAddress("168.63.129.16", "ipv4");
METADATA.addAddress("100.100.100.200", "ipv4");
METADATA.addSubnet("0.0.0.0", 8, "ipv4");
METADATA.addSubnet("fe80::", 10, "ipv6");
METADATA.addAddress("fd00:ec2::254", "ipv6");
METADATA.addAddress("::", "ipv6");
// Translators and relays carry an IPv4 address inside, which may be any of those above.
METADATA.addSubnet("64:ff9b::", 32, "ipv6");
METADATA.addSubnet("2002::", 16, "ipv6");

const NAMES: readonly string[] = ["metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"];

/** @param hostname of a URL: an address as a literal, or a name */
export function isMetadataHost(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) ? isMetadata(literal) : NAMES.includes(literal.toLowerCase().replace(/\.$/, ""));
}

/**
 * Whether a web address may be asked, by what its name stands for now. One that resolves otherwise a moment later leads to
 * a handshake and no further: no such service has a certificate for the name.
 * @param resolves whether names are resolved here; behind a proxy only the proxy can
 * @throws AddressRefusedError
 */
export async function refuseMetadataAddress(url: string, resolves: boolean): Promise<void> {
  const { hostname, protocol } = new URL(url);
  const refused = new AddressRefusedError("address-refused", { host: hostname });
  if (protocol !== "https:" || isMetadataHost(hostname)) throw refused;
  if (!resolves) return;
  // A name that does not resolve fails by its own name when it is connected to.
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []);
  if (addresses.some(({ address }) => isMetadata(address))) throw refused;
}

function isMetadata(address: string): boolean {
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address);
  if (!mapped) return METADATA.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  const [, dotted, high, low] = mapped;
  const bits = Number.parseInt(high ?? "0", 16) * 0x10000 + Number.parseInt(low ?? "0", 16);
  const parts = [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff);
  return METADATA.check(dotted ?? parts.join("."), "ipv4");
}
