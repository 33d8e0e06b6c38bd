import type { ProductKind } from "./environment";
import { choosePortalPort, DEFAULT_PORT, isPortFree, listenAddresses } from "./ports";
import { StartRefused } from "./start-refused";

/**
 * The port the portal gets.
 * @param asked what the configuration names
 * @param say told when it is another than the usual one
 * @throws StartRefused when the one that it must be is taken
 */
export async function findPortalPort(
  kind: ProductKind,
  asked: number | undefined,
  addresses: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  // A proxy in front knows one port only; moving to another would hide the fault.
  const wanted = asked ?? (kind === "production" ? DEFAULT_PORT : undefined);
  const port = await choosePortalPort(wanted, (one) => isPortFree(one, addresses));
  if (port === undefined) {
    throw new StartRefused(
      `Port ${wanted} cannot be used: another program has it, or this user may not open it.\n` +
        "Choose another with PORT=…" +
        (kind === "production" ? "." : ", or leave PORT out to get the next free one."),
    );
  }
  if (wanted === undefined && port !== DEFAULT_PORT) {
    say(`  ! Port ${DEFAULT_PORT} is taken; the portal gets ${port}.`);
  }
  return port;
}

/** Where this machine itself reaches the portal that listens on `host`. */
export function localPortal(host: string, port: number | string): string {
  return `http://${urlHost(listenAddresses(host)[0])}:${port}`;
}

function urlHost(address = "127.0.0.1"): string {
  // A wildcard is an address to listen on, not one to ask.
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return address.includes(":") ? `[${address}]` : address;
}
