import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { setInterval as every } from "node:timers";
import { afterEach, describe, expect, it } from "vitest";
import { readAnswer } from "./read-answer";
import { ONLY_TLS_1_1, selfSigned } from "./testing/self-signed";
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

/** A server that answers the bytes of each request with what `answer` writes, HTTP or not. */
const answeringRaw = async (answer: (socket: net.Socket) => void): Promise<string> => {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  return `http://127.0.0.1:${await listening(server)}/`;
};

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

  it("with one hint after the other, but no answer, is given up", async () => {
    const url = await answeringRaw((socket) =>
      trickle(socket, "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n"),
    );
    const patience = { connectTimeoutMs: 200, idleTimeoutMs: 400 };
    await expect(bytesOf(url, patience)).rejects.toMatchObject({ code: "response-timeout" });
  });

  it.each([
    ["the extension of a chunk", "5;", "x"],
    ["the trailer of a body", "5\r\nhello\r\n0\r\n", "x-more: 1\r\n"],
  ])("with %s that never ends is given up", async (_what, begin, more) => {
    const url = await answeringRaw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${begin}`);
      trickle(socket, more);
    });
    await expect(bytesOf(url, { idleTimeoutMs: 400 })).rejects.toMatchObject({ code: "response-timeout" });
  });

  it("with a handshake that never comes is left at once by whoever stops", async () => {
    const port = await listening(net.createServer((socket) => void socket.on("error", () => {})));
    const wire = openWire({ certificateAuthorities: null, proxy: null, connectTimeoutMs: 20_000 });
    const stop = new AbortController();
    const asked = wire.get(`https://localhost:${port}/`, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error("paused")), 50);
    await expect(asked).rejects.toThrow("paused");
    await wire.close();
  }, 5_000);

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
        params: { because: "carriesData" },
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

describe("a server whose answer is none", () => {
  const OK = "HTTP/1.1 200 OK\r\n";
  it.each([
    ["announces two lengths", `${OK}content-length: 2\r\ncontent-length: 5\r\n\r\nhello`],
    [
      "announces a length and sends pieces",
      `${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    ],
    ["announces a length that no file has", `${OK}content-length: ${"9".repeat(23)}\r\n\r\nhello`],
  ])("because it %s is named by its length", async (_what, answer) => {
    const url = await answeringRaw((socket) => socket.end(answer));
    await expect(bytesOf(url)).rejects.toMatchObject({ code: "content-length-mismatch" });
  });

  it.each([
    ["it announces an unreadable length", `${OK}content-length: abc\r\n\r\nhello`],
    ["it announces a negative length", `${OK}content-length: -5\r\n\r\nhello`],
    ["it greets as another service", "SSH-2.0-OpenSSH_9\r\n"],
    ["it sends a page without a head", "<html>Sign in</html>"],
    ["its pieces are without a size", `${OK}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n`],
    ["its head is longer than any", `${OK}${"x-more: 1234567890\r\n".repeat(3000)}\r\n`],
    [
      "it wants to speak otherwise",
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    ],
    ["it wants to hear more", "HTTP/1.1 100 Continue\r\n\r\n"],
  ])("because %s is named so", async (_what, answer) => {
    const url = await answeringRaw((socket) => socket.end(answer));
    await expect(bytesOf(url)).rejects.toMatchObject({ code: "response-malformed" });
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
    ["loopback through a translator", "https://[64:ff9b::7f00:1]/", "inside"],
    ["loopback through a relay", "https://[2002:7f00:1::]/", "inside"],
    ["a private network", "https://10.0.0.1/", "inside"],
    ["everybody on a network", "https://255.255.255.255/", "inside"],
    ["a group of computers", "https://[ff02::1]/", "inside"],
    ["a file", "file:///etc/passwd", "notHttps"],
    ["plain http", "http://updates.example/", "notHttps"],
    ["another protocol", "ftp://updates.example/", "notHttps"],
    ["credentials", "https://user:password@updates.example/", "credentials"],
    ["nowhere", "https://", "unreadable"],
  ])("to %s is refused", async (_what, location, because) => {
    const asked = bytesOf(await redirecting(() => location));
    await expect(asked).rejects.toMatchObject({ code: "redirect-refused", params: { because } });
  });

  it("without saying where is refused", async () => {
    const url = await answering((_request, response) => response.writeHead(302).end());
    await expect(bytesOf(url)).rejects.toMatchObject({ code: "redirect-refused" });
  });
});

describe("a server of another age", () => {
  it("that speaks only TLS 1.1 is named so", async () => {
    const identity = await selfSigned("localhost");
    const port = await listening(https.createServer({ ...identity, ...ONLY_TLS_1_1 }));
    const options = { certificateAuthorities: identity.cert };
    await expect(bytesOf(`https://localhost:${port}/`, options)).rejects.toMatchObject({
      code: "tls-version-unsupported",
    });
  });

  it("that would rather speak HTTP/2 is spoken to in the one protocol whose limits are known", async () => {
    const identity = await selfSigned("localhost");
    const versions: string[] = [];
    const server = http2.createSecureServer({ ...identity, allowHTTP1: true }, (request, response) => {
      versions.push(request.httpVersion);
      response.end("hello");
    });
    const url = `https://localhost:${await listening(server)}/`;
    expect(await bytesOf(url, { certificateAuthorities: identity.cert })).toBe(5);
    expect(versions).toEqual(["1.1"]);
  });
});
