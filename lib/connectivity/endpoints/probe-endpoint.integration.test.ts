import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type InterceptingProxy, startInterceptingProxy } from "../testing/intercepting-proxy";
import { type Identity, ONLY_TLS_1_1, selfSigned } from "../testing/self-signed";
import { type ProxyRules, startProxy } from "../testing/start-proxy";
import { outcomeOf } from "./model";
import { type ProbeWay, probeEndpoint } from "./probe-endpoint";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: net.Server): Promise<number> {
  await once(server.listen(0, "localhost"), "listening");
  closing.push(() => {
    if (server instanceof http.Server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const answering = (
  identity: Identity,
  answer: http.RequestListener = (_, response) => response.end("hello"),
) => listening(https.createServer(identity, answer));

async function proxyWith(rules: ProxyRules = {}) {
  const proxy = await startProxy(rules);
  closing.push(() => proxy.close());
  return proxy;
}

async function probe(endpoint: string, way: Partial<ProbeWay> = {}, signal = new AbortController().signal) {
  const layers = await probeEndpoint(
    endpoint,
    {
      proxy: null,
      certificateAuthorities: null,
      knowsAuthority: true,
      isKnownHost: () => false,
      timeoutMs: 5_000,
      ...way,
    },
    signal,
  );
  const of = (name: string) => layers.find(({ layer }) => layer === name);
  return { layers, of, outcome: outcomeOf(layers), words: layers.map(({ outcome }) => outcome).join(" ") };
}

describe("an endpoint that can be reached", () => {
  it("says of each layer what it found", async () => {
    const identity = await selfSigned("localhost");
    const port = await answering(identity, (_, response) => response.writeHead(404).end());
    const { words, of } = await probe(`https://localhost:${port}/`, {
      certificateAuthorities: identity.cert,
    });
    expect(words).toBe("ok ok skipped ok ok ok");
    expect(of("tls")?.params).toMatchObject({
      subject: "localhost",
      issuer: "localhost",
      protocol: "TLSv1.3",
    });
    expect(of("http")?.params).toMatchObject({ status: 404 });
  });

  it("is asked through the proxy with its account", async () => {
    const identity = await selfSigned("localhost");
    const port = await answering(identity);
    const credentials = { userName: "svc", password: "canary" };
    const proxy = await proxyWith({ credentials });
    const way = {
      certificateAuthorities: identity.cert,
      proxy: { host: "127.0.0.1", port: proxy.port, credentials },
    };
    const { words, layers } = await probe(`https://localhost:${port}/`, way);
    expect(words).toBe("ok ok ok ok ok ok");
    expect(proxy.asked).toEqual([`localhost:${port} 200`]);
    expect(JSON.stringify(layers)).not.toContain("canary");
  });

  it("and whose clock differs by more than Azure bears is a warning", async () => {
    const identity = await selfSigned("localhost");
    const port = await answering(identity, (_, response) =>
      response.setHeader("date", new Date(Date.now() + 3_600_000).toUTCString()).end(),
    );
    const probed = await probe(`https://localhost:${port}/`, { certificateAuthorities: identity.cert });
    expect(probed.of("clock")).toMatchObject({ outcome: "warning", code: "clock-skewed" });
    expect(probed.outcome).toBe("warning");
  });

  it("and leads to where the catalogue does not is reported; to a host it knows is fine", async () => {
    const identity = await selfSigned("localhost");
    const port = await answering(identity, (_, response) =>
      response.writeHead(302, { location: "https://login.captive.example/?url=1" }).end(),
    );
    const way = { certificateAuthorities: identity.cert };
    expect((await probe(`https://localhost:${port}/`, way)).of("http")).toMatchObject({
      outcome: "warning",
      code: "redirect-leaves-catalogue",
      params: { host: "localhost", target: "https://login.captive.example" },
    });
    const known = { ...way, isKnownHost: (host: string) => host === "login.captive.example" };
    expect((await probe(`https://localhost:${port}/`, known)).outcome).toBe("ok");
  });
});

describe("an endpoint that cannot be reached names the layer", () => {
  it("a name that is not known", async () => {
    const { of, words } = await probe("https://nowhere.invalid/");
    expect(of("dns")).toMatchObject({ code: "dns-failed", params: { host: "nowhere.invalid" } });
    expect(words).toBe("failed skipped skipped skipped skipped skipped");
  });

  it("a port nobody listens at", async () => {
    const server = net.createServer();
    const port = await listening(server);
    server.close();
    const { of } = await probe(`https://localhost:${port}/`);
    expect(of("tcp")).toMatchObject({ code: "connection-refused", params: { host: "localhost", port } });
  });

  it.each([
    [{ refuses: ["blocked.example"] }, null, "proxy-refused"],
    [{ credentials: { userName: "svc", password: "right" } }, null, "proxy-authentication-required"],
    [
      { credentials: { userName: "svc", password: "right" } },
      { userName: "svc", password: "canary" },
      "proxy-credentials-refused",
    ],
    [{}, "unreadable" as const, "proxy-credentials-unreadable"],
  ])("a proxy with %o that is shown %o: %s", async (rules, credentials, code) => {
    const proxy = await proxyWith(rules);
    const way = { proxy: { host: "127.0.0.1", port: proxy.port, credentials } };
    const { of, layers } = await probe("https://blocked.example/", way);
    expect(of("proxy")).toMatchObject({ code, params: { proxy: `127.0.0.1:${proxy.port}` } });
    expect(JSON.stringify(layers)).not.toContain("canary");
  });

  it("a proxy that is not there, and one that is none", async () => {
    const server = net.createServer((socket) => void socket.end("SSH-2.0-OpenSSH_9\r\n"));
    const port = await listening(server);
    const way = { proxy: { host: "localhost", port } };
    expect((await probe("https://blocked.example/", way)).of("proxy")?.code).toBe("proxy-unreachable");
    server.close();
    expect((await probe("https://blocked.example/", way)).of("tcp")?.code).toBe("proxy-unreachable");
  });

  it("an older TLS, another name, a certificate that is over", async () => {
    const old = await selfSigned("localhost");
    const oldPort = await listening(https.createServer({ ...old, ...ONLY_TLS_1_1 }));
    const other = await selfSigned("elsewhere.example");
    const over = await selfSigned("localhost", { over: true });
    const codeOf = async (port: number, certificateAuthorities: string) =>
      (await probe(`https://localhost:${port}/`, { certificateAuthorities })).of("tls")?.code;
    expect(await codeOf(oldPort, old.cert)).toBe("tls-version-unsupported");
    expect(await codeOf(await answering(other), other.cert)).toBe("tls-name-mismatch");
    expect(await codeOf(await answering(over), over.cert)).toBe("tls-expired");
    expect(await codeOf(await answering(await selfSigned("localhost")), over.cert)).toBe("tls-self-signed");
  });

  it("a service that fails, or hangs up", async () => {
    const identity = await selfSigned("localhost");
    const way = { certificateAuthorities: identity.cert };
    const failing = await answering(identity, (_, response) => response.writeHead(503).end());
    expect((await probe(`https://localhost:${failing}/`, way)).of("http")).toMatchObject({
      code: "http-status",
      params: { status: 503 },
    });
    const cut = await answering(identity, (_, response) => response.destroy());
    expect((await probe(`https://localhost:${cut}/`, way)).of("http")?.code).toBe("connection-lost");
  });

  it("one that never answers, soon", async () => {
    const port = await listening(net.createServer(() => {}));
    const { of } = await probe(`http://localhost:${port}/`, { timeoutMs: 200 });
    expect(of("http")?.code).toBe("response-timeout");
  });

  it("a probe that is stopped", async () => {
    const port = await listening(net.createServer(() => {}));
    const { of } = await probe(`http://localhost:${port}/`, {}, AbortSignal.timeout(100));
    expect(of("http")?.code).toBe("probe-stopped");
  });
});

describe("a certificate of an authority this server does not trust", () => {
  const intercepted = async (): Promise<InterceptingProxy> => {
    const proxy = await startInterceptingProxy("Contoso Inspection CA");
    closing.push(() => proxy.close());
    return proxy;
  };

  it("is taken for an inspecting proxy's, which is named, where the right authority is known", async () => {
    const proxy = await intercepted();
    const way = { proxy: { host: "127.0.0.1", port: proxy.port } };
    const { of } = await probe("https://login.contoso.example/", way);
    expect(of("tls")).toMatchObject({
      code: "tls-intercepted",
      params: {
        authority: "Contoso Inspection CA",
        authorityFingerprint: proxy.fingerprint,
        subject: "login.contoso.example",
      },
    });
  });

  it("is a root that is missing where it is not known, and fine once it is trusted", async () => {
    const proxy = await intercepted();
    const way = { proxy: { host: "127.0.0.1", port: proxy.port }, knowsAuthority: false };
    const { of } = await probe("https://login.contoso.example/", way);
    expect(of("tls")).toMatchObject({
      code: "tls-root-missing",
      params: { authority: "Contoso Inspection CA" },
    });
    const trusted = await probe("https://login.contoso.example/", {
      ...way,
      certificateAuthorities: proxy.authority,
    });
    expect(trusted.words).toBe("ok ok ok ok ok ok");
  });
});
