import "reflect-metadata";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import tls from "node:tls";
import * as x509 from "@peculiar/x509";
import { Day } from "@/lib/clock";

export interface InterceptingProxy {
  port: number;
  /** PEM of its authority. */
  authority: string;
  /** SHA-256 of that certificate, as Node writes it. */
  fingerprint: string;
  close(): Promise<void>;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A proxy that answers in the place of whoever is asked for, with certificates of an authority of its own. */
export async function startInterceptingProxy(name: string): Promise<InterceptingProxy> {
  const authority = await makeAuthority(name);
  const sockets = new Set<Socket>();
  const inside = http.createServer((_request, response) => response.writeHead(200).end("inspected"));
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", async (request, client: Socket) => {
    sockets.add(client);
    client.on("error", () => {});
    const { hostname } = new URL(`http://${request.url}`);
    const identity = await authority.signFor(hostname);
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    const secured = new tls.TLSSocket(client, { isServer: true, ...identity });
    secured.on("error", () => client.destroy());
    inside.emit("connection", secured);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { certificate } = authority;
  const thumbprint = Buffer.from(await certificate.getThumbprint("SHA-256"))
    .toString("hex")
    .toUpperCase();
  return {
    port: (server.address() as AddressInfo).port,
    authority: certificate.toString("pem"),
    fingerprint: thumbprint.match(/../g)?.join(":") ?? "",
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const lifetime = () => ({
  notBefore: new Date(Date.now() - Day.ms),
  notAfter: new Date(Date.now() + 7 * Day.ms),
  signingAlgorithm: ALGORITHM,
});

async function makeAuthority(name: string) {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...lifetime(),
    name: `CN=${name}`,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  return {
    certificate,
    async signFor(host: string) {
      const own = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
      const signed = await x509.X509CertificateGenerator.create({
        ...lifetime(),
        subject: `CN=${host}`,
        issuer: certificate.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }])],
      });
      const key = await crypto.subtle.exportKey("pkcs8", own.privateKey);
      return {
        cert: `${signed.toString("pem")}\n${certificate.toString("pem")}`,
        key: x509.PemConverter.encode(key, "PRIVATE KEY"),
      };
    },
  };
}
