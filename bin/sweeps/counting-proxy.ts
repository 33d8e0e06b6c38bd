import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";

export interface CountingProxy {
  port: number;
  /** What the other sides sent through it so far. */
  readonly bytes: number;
  close(): Promise<void>;
}

/** An HTTP proxy on loopback that tunnels anywhere and counts what comes back. */
export async function startCountingProxy(): Promise<CountingProxy> {
  let bytes = 0;
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request, client: net.Socket, head) => {
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = net.connect(Number(port || 80), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
    upstream.on("data", (part: Buffer) => {
      bytes += part.length;
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // A killed client resets its connections; its other half goes with it.
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get bytes() {
      return bytes;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
