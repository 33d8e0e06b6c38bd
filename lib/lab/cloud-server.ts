import { once } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { ServerCertificate } from "./certificates";
import { type AnsweredRequest, type LabRoute, routeRequests } from "./router";

export interface CloudServer {
  port: number;
  /** New connections get this certificate from now on. */
  replaceCertificate(certificate: ServerCertificate): void;
  close(): Promise<void>;
}

/**
 * Serves the table of routes over HTTPS on the loopback address.
 * @param port 0 for any that is free
 * @param observe is told of each request once it is over
 */
export async function startCloudServer(
  port: number,
  certificate: ServerCertificate,
  routes: readonly LabRoute[],
  observe?: (answered: AnsweredRequest) => void,
): Promise<CloudServer> {
  const server = https.createServer(tlsOptions(certificate), routeRequests(routes, observe));
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    replaceCertificate: (renewed) => server.setSecureContext(tlsOptions(renewed)),
    async close() {
      const closed = once(server, "close");
      server.close();
      // Downloads under way would hold the process for as long as they last.
      server.closeAllConnections();
      await closed;
    },
  };
}

const tlsOptions = ({ certificate, privateKey }: ServerCertificate) => ({
  cert: certificate,
  key: privateKey,
});
