/** Where in the portal a failure is mended; null: outside of it, and its sentence says where. */
export function fixPlace(code: string, serverId: string | null): { label: FixLabel; href: string } | null {
  if (code.startsWith("proxy-") && serverId)
    return { label: "proxy", href: `/hierarchy/servers/${serverId}?tab=proxy` };
  return null;
}

type FixLabel = "proxy";

/** What whoever keeps the firewall would be asked for. */
const FIREWALL: ReadonlySet<string> = new Set([
  "connection-refused",
  "connect-timeout",
  "network-unreachable",
  "connection-lost",
  "response-timeout",
  "proxy-refused",
]);

/** Whether a rule in the firewall or proxy would help. */
export const isForFirewall = (code: string): boolean => FIREWALL.has(code);
