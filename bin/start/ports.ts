import { mkdir, readFile, writeFile } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { z } from "zod";
import { freePort } from "@/lib/db/embedded-postgres";

export const DEFAULT_PORT = 3000;
const HIGHEST_PORT = 65_535;

/** The addresses to listen on for a host name; `localhost` is both, because browsers try either first. */
export function listenAddresses(host: string): string[] {
  return host === "localhost" ? ["127.0.0.1", "::1"] : [host];
}

/**
 * The port of the portal: exactly `wanted` if one is wanted, else the first free one from 3000 up.
 * @returns undefined when the wanted port is taken
 */
export async function choosePortalPort(
  wanted: number | undefined,
  isFree: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  if (wanted !== undefined) return (await isFree(wanted)) ? wanted : undefined;
  for (let port = DEFAULT_PORT; port <= HIGHEST_PORT; port++) if (await isFree(port)) return port;
  return undefined;
}

const recordSchema = z.object({ postgres: z.number().int(), labCloud: z.number().int() });
export type InnerPorts = z.output<typeof recordSchema>;

/** The ports that only the product itself uses: the wanted ones, else the recorded ones where they are still free, else new ones. */
export async function innerPorts(runDir: string, wanted: Partial<InnerPorts> = {}): Promise<InnerPorts> {
  const file = path.join(runDir, "ports.json");
  const recorded = await readFile(file, "utf8")
    .then((text) => recordSchema.parse(JSON.parse(text)))
    .catch(() => undefined);
  const ports = {
    postgres: wanted.postgres ?? (await recordedOrNew(recorded?.postgres)),
    labCloud: wanted.labCloud ?? (await recordedOrNew(recorded?.labCloud)),
  };
  await mkdir(runDir, { recursive: true });
  await writeFile(file, JSON.stringify(ports));
  return ports;
}

async function recordedOrNew(recorded: number | undefined): Promise<number> {
  return recorded !== undefined && (await isPortFree(recorded, ["127.0.0.1"])) ? recorded : freePort();
}

export async function isPortFree(port: number, addresses: readonly string[]): Promise<boolean> {
  for (const address of addresses) if (!(await canListen(port, address))) return false;
  return true;
}

/** A machine without this kind of address has nobody else on it either. */
const NO_SUCH_ADDRESS = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

function canListen(port: number, address: string): Promise<boolean> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(NO_SUCH_ADDRESS.includes(error.code ?? "")),
    );
    server.listen({ port, host: address }, () => server.close(() => resolve(true)));
  });
}

/**
 * Holds the portal's port while the rest starts, so that a second start at the same moment takes another one, and
 * tells a browser that is early to come again.
 */
export async function holdPort(port: number, addresses: readonly string[]): Promise<() => Promise<void>> {
  const servers = addresses.map(() =>
    http.createServer((_request, response) => {
      response.writeHead(503, {
        "retry-after": "2",
        refresh: "2",
        "content-type": "text/plain",
        connection: "close",
      });
      response.end("The service connection point is starting …\n");
    }),
  );
  await Promise.all(servers.map((server, at) => listenIfThere(server, port, addresses[at] ?? "127.0.0.1")));
  return async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
}

/**
 * Listens, unless the machine has no such address.
 * @throws NodeJS.ErrnoException `EADDRINUSE`, `EACCES` …
 */
export function listenIfThere(server: net.Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (NO_SUCH_ADDRESS.includes(error.code ?? "")) resolve();
      else reject(error);
    });
    server.listen({ port, host: address }, resolve);
  });
}
