import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAnswer } from "./read-answer";
import { type Identity, selfSigned } from "./testing/self-signed";
import { openWire, type WireOptions } from "./wire";

const closing: (() => void)[] = [];
beforeEach(() => void closing.splice(0));
afterEach(() => {
  for (const close of closing) close();
});

async function listening(server: net.Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const secureServer = (identity: Identity) =>
  listening(https.createServer(identity, (_request, response) => response.end("hello")));

async function text(url: string, options: Partial<WireOptions> = {}): Promise<string> {
  const wire = openWire({ certificateAuthorities: null, proxy: null, ...options });
  try {
    const parts: Buffer[] = [];
    for await (const part of (await wire.get(url)).body) parts.push(part);
    return Buffer.concat(parts).toString();
  } finally {
    await wire.close();
  }
}

describe("TLS", () => {
  it("trusts an authority of the environment beside those of the runtime", async () => {
    const identity = await selfSigned("localhost");
    const port = await secureServer(identity);
    const options = { certificateAuthorities: identity.cert };
    expect(await text(`https://localhost:${port}/`, options)).toBe("hello");
  });

  it("refuses an authority nobody named", async () => {
    const port = await secureServer(await selfSigned("localhost"));
    await expect(text(`https://localhost:${port}/`)).rejects.toMatchObject({ code: "tls-untrusted" });
  });

  it("refuses a certificate for another name", async () => {
    const identity = await selfSigned("elsewhere.example");
    const port = await secureServer(identity);
    const options = { certificateAuthorities: identity.cert };
    await expect(text(`https://localhost:${port}/`, options)).rejects.toMatchObject({
      code: "tls-name-mismatch",
    });
  });

  it("refuses a certificate that is over", async () => {
    const identity = await selfSigned("localhost", { over: true });
    const port = await secureServer(identity);
    const options = { certificateAuthorities: identity.cert };
    await expect(text(`https://localhost:${port}/`, options)).rejects.toMatchObject({ code: "tls-expired" });
  });

  it("is not spoken by every port", async () => {
    const port = await listening(http.createServer((_request, response) => response.end("plain")));
    await expect(text(`https://localhost:${port}/`)).rejects.toMatchObject({ code: "tls-failed" });
  });
});

describe("a proxy", () => {
  it("is the only one that is connected to, and the cloud's certificate is checked through it", async () => {
    const identity = await selfSigned("cloud.invalid");
    const cloud = await secureServer(identity);
    const asked: string[] = [];
    const proxy = http.createServer().on("connect", (request, socket) => {
      asked.push(`${request.url} as ${request.headers["proxy-authorization"]}`);
      const upstream = net.connect(cloud, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
    });
    const options = {
      certificateAuthorities: identity.cert,
      proxy: { host: "127.0.0.1", port: await listening(proxy) },
    };
    // The name resolves nowhere: only the proxy can know the way.
    expect(await text("https://cloud.invalid/", options)).toBe("hello");
    expect(asked).toEqual(["cloud.invalid:443 as undefined"]);

    const credentials = { userName: "anna", password: "pass:word" };
    const proxied = { ...options, proxy: { ...options.proxy, credentials } };
    expect(await text("https://cloud.invalid/", proxied)).toBe("hello");
    const sent = `Basic ${Buffer.from("anna:pass:word").toString("base64")}`;
    expect(asked[1]).toBe(`cloud.invalid:443 as ${sent}`);
  });

  it.each([
    [403, "proxy-refused"],
    [407, "proxy-authentication-required"],
  ])("that refuses with status %i is named %s", async (status, code) => {
    const proxy = http.createServer().on("connect", (_request, socket) => {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    });
    const address = { host: "127.0.0.1", port: await listening(proxy) };
    await expect(text("https://cloud.invalid/", { proxy: address })).rejects.toMatchObject({
      code,
      params: { host: "cloud.invalid", status },
    });
  });
});

describe("a proxy that hides what is behind it", () => {
  const listens = async (answer: (socket: net.Socket) => void) => ({
    host: "127.0.0.1",
    port: await listening(
      net.createServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => answer(socket));
      }),
    ),
  });

  it.each([
    ["never answers", () => {}],
    ["hangs up", (socket: net.Socket) => void socket.end()],
    ["answers something else", (socket: net.Socket) => void socket.end("SSH-2.0-OpenSSH_9\r\n")],
  ])(
    "and %s is named, soon",
    async (_what, answer) => {
      const options = { proxy: await listens(answer), connectTimeoutMs: 300 };
      await expect(text("https://cloud.invalid/", options)).rejects.toMatchObject({
        code: "proxy-unreachable",
        params: { host: "cloud.invalid", proxy: `127.0.0.1:${options.proxy.port}` },
      });
    },
    5_000,
  );

  it("and opens a way that leads nowhere is not blamed", async () => {
    const proxy = await listens((socket) => void socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    const options = { proxy, connectTimeoutMs: 300 };
    await expect(text("https://cloud.invalid/", options)).rejects.toMatchObject({ code: "connect-timeout" });
  });

  it("and wants credentials for plain http is named", async () => {
    const proxy = await listens((socket) => void socket.end("HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n"));
    await expect(text("http://cloud.invalid/", { proxy })).rejects.toMatchObject({
      code: "proxy-authentication-required",
      params: { host: "cloud.invalid", status: 407 },
    });
  });
});

describe("a request", () => {
  it("carries what is sent, with its method and headers", async () => {
    const got: string[] = [];
    const port = await listening(
      http.createServer(async (request, response) => {
        const body = (await request.toArray()).join("");
        got.push(
          `${request.method} ${request.headers["content-length"] ?? "-"} ${request.headers["x-a"]} ${body}`,
        );
        response.setHeader("x-b", "2").end(request.method === "HEAD" ? undefined : "done");
      }),
    );
    const url = `http://127.0.0.1:${port}/`;
    const wire = openWire({ certificateAuthorities: null, proxy: null });
    const answer = await wire.send("PATCH", url, { headers: { "x-a": "1" }, body: Buffer.from("part") });
    expect(answer.header("x-b")).toBe("2");
    expect((await readAnswer(answer, url, 100)).toString()).toBe("done");
    const head = await wire.send("HEAD", url, { headers: { "x-a": "1" } });
    expect(await readAnswer(head, url, 0)).toHaveLength(0);
    await wire.close();
    expect(got).toEqual(["PATCH 4 1 part", "HEAD - 1 "]);
  });

  it("is given up when the other side stays silent", async () => {
    const port = await listening(net.createServer(() => {}));
    await expect(text(`http://127.0.0.1:${port}/`, { idleTimeoutMs: 300 })).rejects.toMatchObject({
      code: "response-timeout",
    });
  }, 15_000);

  it("names a connection that broke in the middle of the answer", async () => {
    const port = await listening(
      http.createServer((_request, response) => {
        response.writeHead(200, { "content-length": 10 });
        response.write("half", () => response.destroy());
      }),
    );
    await expect(text(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "connection-lost" });
  });

  it("rejects with the reason of whoever aborted it", async () => {
    const port = await listening(net.createServer(() => {}));
    const wire = openWire({ certificateAuthorities: null, proxy: null });
    const stop = new AbortController();
    const asked = wire.get(`http://127.0.0.1:${port}/`, { signal: stop.signal });
    stop.abort(new Error("paused"));
    await expect(asked).rejects.toThrow("paused");
    await wire.close();
  });
});
