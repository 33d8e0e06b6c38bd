import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { setInterval as every } from "node:timers";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { afterEach, describe, expect, it } from "vitest";
import { readAnswer } from "./read-answer";
import { openWire, type WireOptions } from "./wire";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: net.Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  closing.push(() => {
    if (server instanceof http.Server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const answering = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(http.createServer(listener))}/`;

async function bytesOf(url: string, options: Partial<WireOptions> = {}): Promise<number> {
  const wire = openWire({ certificateAuthorities: null, proxy: null, ...options });
  let bytes = 0;
  try {
    for await (const part of (await wire.get(url)).body) bytes += part.length;
    return bytes;
  } finally {
    await wire.close();
  }
}

/** Writes `part` again and again, until the connection is closed. */
function trickle(socket: NodeJS.WritableStream & NodeJS.EventEmitter, part: string | Buffer): void {
  const timer = every(() => socket.write(part), 20);
  socket.on("error", () => {});
  socket.once("close", () => clearInterval(timer));
}

describe("a server that holds a client back", () => {
  it("with a head that never ends (slow-loris) is given up", async () => {
    const port = await listening(
      net.createServer((socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        trickle(socket, "x-more: 1\r\n");
      }),
    );
    await expect(bytesOf(`http://127.0.0.1:${port}/`, { idleTimeoutMs: 500 })).rejects.toMatchObject({
      code: "response-timeout",
    });
  }, 20_000);

  it("with a byte now and then is given up as too slow, although it never falls silent", async () => {
    const url = await answering((_request, response) => trickle(response, "."));
    const slowest = { bytes: 1_000_000, waitingMs: 300 };
    await expect(bytesOf(url, { slowest, idleTimeoutMs: 60_000 })).rejects.toMatchObject({
      code: "response-too-slow",
    });
  });

  it("is not blamed for a reader that takes its time", async () => {
    const url = await answering((_request, response) => response.end(Buffer.alloc(4_000_000)));
    const wire = openWire({
      certificateAuthorities: null,
      proxy: null,
      slowest: { bytes: 1e9, waitingMs: 200 },
    });
    let bytes = 0;
    for await (const part of (await wire.get(url)).body) {
      bytes += part.length;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(bytes).toBe(4_000_000);
    await wire.close();
  });
});

describe("a server that is sent something", () => {
  const sending = async (url: string, method: "HEAD" | "PATCH" | "POST", body?: Buffer) => {
    const wire = openWire({ certificateAuthorities: null, proxy: null, idleTimeoutMs: 500 });
    try {
      const response = await wire.send(method, url, { body });
      response.discard();
      return response;
    } finally {
      await wire.close();
    }
  };

  it.each([301, 302, 303, 307, 308])(
    "cannot have it sent elsewhere, not even to itself (%i)",
    async (status) => {
      const asked: string[] = [];
      const url = await answering((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        response.writeHead(status, { location: "/there" }).end();
      });
      await expect(sending(url, "PATCH", Buffer.from("usage data"))).rejects.toMatchObject({
        code: "redirect-refused",
        params: { reason: "carriesData" },
      });
      expect(asked).toEqual(["PATCH /"]);
    },
  );

  it("and takes none of it is given up", async () => {
    const port = await listening(net.createServer((socket) => void socket.pause()));
    const much = Buffer.alloc(32 * 1024 * 1024);
    await expect(sending(`http://127.0.0.1:${port}/`, "PATCH", much)).rejects.toMatchObject({
      code: "response-timeout",
    });
  }, 20_000);

  it("may answer before it has all", async () => {
    const url = await answering((_request, response) => void response.writeHead(409).end());
    expect((await sending(url, "PATCH", Buffer.alloc(100))).status).toBe(409);
  });

  it("and answers at length is read only so far", async () => {
    const url = await answering((_request, response) => response.end(Buffer.alloc(1000)));
    const wire = openWire({ certificateAuthorities: null, proxy: null });
    const answer = await wire.send("POST", url);
    await expect(readAnswer(answer, url, 999)).rejects.toMatchObject({ code: "response-too-long" });
    expect(await readAnswer(await wire.send("POST", url), url, 1000)).toHaveLength(1000);
    await wire.close();
  });
});

describe("a server that leads elsewhere", () => {
  const redirecting = (location: (self: string) => string, status = 302) =>
    answering((request, response) => {
      if (request.url === "/there") return void response.end("there");
      response.writeHead(status, { location: location(`http://${request.headers.host}`) }).end();
    });

  it.each([301, 302, 303, 307, 308])("on the same host is followed (%i)", async (status) => {
    expect(await bytesOf(await redirecting((self) => `${self}/there`, status))).toBe(5);
    expect(await bytesOf(await redirecting(() => "/there", status))).toBe(5);
  });

  it("in a circle is refused", async () => {
    const url = await answering((request, response) =>
      response.writeHead(302, { location: request.url === "/a" ? "/b" : "/a" }).end(),
    );
    await expect(bytesOf(`${url}a`)).rejects.toMatchObject({ code: "redirect-loop" });
  });

  it("on and on is refused", async () => {
    let hops = 0;
    const url = await answering((_request, response) =>
      response.writeHead(302, { location: `/${++hops}` }).end(),
    );
    await expect(bytesOf(url)).rejects.toMatchObject({ code: "redirect-loop" });
    expect(hops).toBeLessThan(10);
  });

  it.each([
    ["loopback", "https://127.0.0.1:1/secret", "inside"],
    ["loopback by name", "https://localhost:1/secret", "inside"],
    ["loopback in disguise", "https://2130706433/secret", "inside"],
    ["loopback as IPv6", "https://[::1]/secret", "inside"],
    ["loopback as IPv4 in IPv6", "https://[::ffff:127.0.0.1]/secret", "inside"],
    ["the metadata service of a cloud", "https://169.254.169.254/latest", "inside"],
    ["a private network", "https://10.0.0.1/", "inside"],
    ["a file", "file:///etc/passwd", "notHttps"],
    ["plain http", "http://updates.example/", "notHttps"],
    ["another protocol", "ftp://updates.example/", "notHttps"],
    ["credentials", "https://user:password@updates.example/", "credentials"],
    ["nowhere", "https://", "no-address"],
  ])("to %s is refused", async (_what, location, reason) => {
    const asked = bytesOf(await redirecting(() => location));
    await expect(asked).rejects.toMatchObject({ code: "redirect-refused", params: { reason } });
  });

  it("without saying where is refused", async () => {
    const url = await answering((_request, response) => response.writeHead(302).end());
    await expect(bytesOf(url)).rejects.toMatchObject({ code: "redirect-refused" });
  });
});

describe("a server of old", () => {
  it("that speaks only TLS 1.1 is named so", async () => {
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048 };
    const keys = await crypto.subtle.generateKey(
      { ...algorithm, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ["sign", "verify"],
    );
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: "CN=localhost",
      keys,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }])],
    });
    const port = await listening(
      https.createServer({
        cert: certificate.toString("pem"),
        key: x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY"),
        minVersion: "TLSv1",
        maxVersion: "TLSv1.1",
        ciphers: "ALL:@SECLEVEL=0",
      }),
    );
    const options = { certificateAuthorities: certificate.toString("pem") };
    await expect(bytesOf(`https://localhost:${port}/`, options)).rejects.toMatchObject({
      code: "tls-version-unsupported",
    });
  });
});
