import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { basicAuthorization, type ProxyCredentials } from "../dispatcher";

export interface ProxyRules {
  /** Whom it lets through; left out: anybody. */
  credentials?: ProxyCredentials;
  /** Hosts it turns away with 403. */
  refuses?: readonly string[];
}

export interface TestProxy {
  port: number;
  /** `host:port` of every tunnel asked for, with the status it was answered. */
  asked: string[];
  close(): Promise<void>;
}

/** An HTTP proxy on loopback that knows CONNECT (RFC 9110 §9.3.6) and Basic authentication. */
export async function startProxy({ credentials, refuses = [] }: ProxyRules = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const expected = credentials && basicAuthorization(credentials);
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request, client: net.Socket, head) => {
    keep(sockets, client);
    const { hostname, port } = new URL(`http://${request.url}`);
    const statusOf = () => {
      if (expected && request.headers["proxy-authorization"] !== expected) return 407;
      return refuses.includes(hostname) ? 403 : 200;
    };
    const status = statusOf();
    asked.push(`${request.url} ${status}`);
    if (status !== 200) {
      const challenge = status === 407 ? 'proxy-authenticate: Basic realm="test"\r\n' : "";
      client.end(`HTTP/1.1 ${status} No\r\n${challenge}content-length: 0\r\n\r\n`);
      return;
    }
    const upstream = net.connect(Number(port || 80), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
    keep(sockets, upstream);
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function keep(sockets: Set<net.Socket>, socket: net.Socket): void {
  sockets.add(socket);
  // The other side may be killed in the middle of its work.
  socket.on("error", () => {});
  socket.on("close", () => sockets.delete(socket));
}
