import { createHash } from "node:crypto";
import { once } from "node:events";
import { isIP } from "node:net";
import tls from "node:tls";
import { Second } from "@/lib/clock";

const ANSWERS_WITHIN_MS = 3 * Second.ms;

export const certificatePin = (der: Uint8Array): string => createHash("sha256").update(der).digest("hex");

/**
 * What the portal is known by to a server that joins, where no authority that this computer trusts vouches for its
 * certificate. Seen from the portal's own machine, which nobody is between.
 * @param publicUrl origin of the portal
 * @returns undefined when an authority does, for http, and when nobody answers there
 */
export async function findPortalPin(publicUrl: string): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(publicUrl);
  if (protocol !== "https:") return undefined;
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket = tls.connect({
    host,
    port: Number(port || 443),
    servername: isIP(host) ? undefined : host,
    rejectUnauthorized: false,
  });
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  try {
    await once(socket, "secureConnect", { signal });
    return socket.authorized ? undefined : certificatePin(socket.getPeerCertificate().raw);
  } catch {
    // The server that joins will meet the same, and say so.
    return undefined;
  } finally {
    socket.on("error", () => {});
    socket.destroy();
  }
}
