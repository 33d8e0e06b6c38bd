import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import net from "node:net";
import { networkInterfaces } from "node:os";
import tls from "node:tls";
import type { JoinToken } from "@/lib/hierarchy/enrolment/join-token";
import { certificatePin } from "@/lib/hierarchy/enrolment/portal-pin";

const ANSWERS_WITHIN_MS = 30_000;
const ANSWER_BYTES_MAX = 64 * 1024;

/** The portal could not be asked, for a reason that the person at the terminal reads. */
export class PortalError extends Error {}

/**
 * Posts to the portal that a token names, which must have the certificate the token names, or one that an authority of
 * this computer vouches for. Unencrypted only on this computer itself: what is sent is a secret.
 * @throws PortalError
 */
export async function askPortal(token: JoinToken, path: string, body: object): Promise<unknown> {
  const origin = new URL(token.portal);
  if (origin.protocol === "http:" && !isThisComputer(origin.hostname))
    throw new PortalError(`${token.portal} is not https: the token would be readable on its way.`);
  try {
    const socket = await connect(origin, token.pin);
    return await post(socket, origin, path, JSON.stringify(body));
  } catch (error) {
    if (error instanceof PortalError) throw error;
    throw new PortalError(`The portal at ${token.portal} cannot be asked: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function connect({ protocol, hostname, port }: URL, pin: string | undefined): Promise<net.Socket> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  if (protocol === "http:") {
    const socket = net.connect({ host, port: Number(port || 80) });
    await once(socket, "connect", { signal });
    return socket;
  }
  const servername = net.isIP(host) ? undefined : host;
  const socket = tls.connect({ host, port: Number(port || 443), servername, rejectUnauthorized: !pin });
  await once(socket, "secureConnect", { signal });
  if (pin && certificatePin(socket.getPeerCertificate().raw) !== pin) {
    socket.destroy();
    throw new PortalError(
      `${host} does not show the certificate that the token names. Somebody may be in between; or it was renewed, then make a new token.`,
    );
  }
  return socket;
}

async function post(socket: net.Socket, origin: URL, path: string, body: string): Promise<unknown> {
  const request = http.request({
    createConnection: () => socket,
    host: origin.hostname,
    path,
    method: "POST",
    headers: {
      host: origin.host,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    },
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error("its answer is too long");
    chunks.push(chunk as Buffer);
  }
  socket.destroy();
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Error(`it answered ${response.statusCode} and nothing that can be read`);
  }
}

/** Loopback, or an address of its own network cards. */
function isThisComputer(hostname: string): boolean {
  if (hostname === "localhost" || /^127(\.\d{1,3}){3}$/.test(hostname)) return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.some(({ address }) => address === hostname.replace(/^\[|\]$/g, ""));
}
