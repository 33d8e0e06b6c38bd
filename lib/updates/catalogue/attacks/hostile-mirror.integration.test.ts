import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { CloudPatience } from "@/lib/connectivity/cloud-client";
import { ONLY_TLS_1_1, selfSigned } from "@/lib/connectivity/testing/self-signed";
import { cloudEnvironments, updateDownloads } from "@/lib/db/schema";
import { readCheck } from "../../check-record";
import { RANGE_BYTES } from "../../download/plan";
import { runDownload } from "../../run-download";
import { sayFailure } from "../../testing/alarm";
import {
  attackedMirror,
  check,
  db,
  download,
  downloadGenuine,
  lab,
  payloadRefusedThenWell,
  refusedThenWell,
  thread,
} from "../../testing/attacked-mirror";
import { PACKAGE } from "../../testing/updates-lab";

await attackedMirror();

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const OK = "HTTP/1.1 200 OK\r\n";
const raw = (bytes: string) => (response: ServerResponse) => response.socket?.end(bytes);
const redirect = (location: string) => (response: ServerResponse) =>
  response.writeHead(302, { location }).end();

function answer(name: string, hostile: Answer): void {
  lab.server.intercept = (file, request, response) => {
    if (!file.endsWith(name)) return false;
    hostile(response, request);
    return true;
  };
}

const behave = (): void => {
  lab.server.intercept = () => false;
};

/** By their code: hostilities that are not of one kind must not be called the same, wherever they happen. */
const kinds = new Map<string, string>();

function isOfKind(kind: string, code: string): void {
  expect(kinds.get(code) ?? kind).toBe(kind);
  kinds.set(code, kind);
}

describe("a hostile server in the place of the catalogue's is named, in each language, and changes nothing:", () => {
  const unreachable = { alert: "updates.catalogue-unreachable" } as const;

  it.each<[string, string, Answer, string, CloudPatience?]>([
    [
      "slowness",
      "a head that never ends (slow-loris)",
      ({ socket }) => {
        socket?.write(OK);
        const timer = setInterval(() => socket?.write("x-more: 1\r\n"), 20);
        socket?.once("close", () => clearInterval(timer));
      },
      "response-timeout",
      { idleTimeoutMs: 100 },
    ],
    [
      "wrong length",
      "contradictory lengths",
      raw(`${OK}content-length: 5\r\ncontent-length: 9\r\n\r\n{"a":1}`),
      "content-length-mismatch",
    ],
    [
      "a break",
      "a body shorter than its length",
      raw(`${OK}content-length: 500\r\n\r\n{}`),
      "connection-lost",
    ],
    ["not HTTP", "no HTTP at all", raw("SSH-2.0-OpenSSH_9\r\n"), "response-malformed"],
    [
      "redirect loop",
      "a redirect in a circle",
      (response, request) => redirect(request.url ?? "")(response),
      "redirect-loop",
    ],
    ["redirect elsewhere", "a redirect to loopback", redirect("https://127.0.0.1:1/"), "redirect-refused"],
    ["redirect elsewhere", "a redirect to a file", redirect("file:///etc/passwd"), "redirect-refused"],
    [
      "proxy",
      "a proxy's question for credentials",
      (response) => response.writeHead(407).end(),
      "proxy-authentication-required",
    ],
    [
      "busy",
      "a busy server",
      (response) => response.writeHead(503, { "retry-after": "60" }).end(),
      "server-busy",
    ],
    ["status", "a refusal", (response) => response.writeHead(403).end(), "http-status"],
    [
      "status",
      "a part that nobody asked for",
      (response) => response.writeHead(206).end("{}"),
      "http-status",
    ],
  ])("%s: %s", async (kind, _what, hostile, code, patience) => {
    isOfKind(kind, code);
    answer("timestamp.json", hostile);
    await refusedThenWell(code, async () => behave(), { ...unreachable, ...(patience ? { patience } : {}) });
  });

  it("a length shorter than the file", async () => {
    await downloadGenuine();
    await lab.publish({ name: "Newer" }, { "setup.cab": Buffer.from("newer payload") });
    answer("snapshot.json", raw(`${OK}content-length: 5\r\n\r\n{"signatures":[]}`));
    await refusedThenWell("catalogue-length-mismatch", async () => behave(), { believed: ["timestamp"] });
  });

  describe("with", () => {
    let close = (): void => {};
    afterEach(() => close());

    /** Sends the client to a server with this certificate; returns the way back. */
    async function sendTo(options: https.ServerOptions, trusted: boolean): Promise<() => Promise<void>> {
      const server = https.createServer(options, (_request, response) => response.end());
      await once(server.listen(0, "127.0.0.1"), "listening");
      close = () => void server.close();
      const [genuine] = await db.select().from(cloudEnvironments);
      await db.update(cloudEnvironments).set({
        catalogueMetadataUrl: `https://localhost:${(server.address() as AddressInfo).port}/`,
        certificateAuthorities: trusted ? String(options.cert) : null,
      });
      const { catalogueMetadataUrl = null } = genuine ?? {};
      return async () => {
        await db.update(cloudEnvironments).set({ catalogueMetadataUrl, certificateAuthorities: null });
      };
    }

    it.each([
      ["an expired certificate", "tls-expired", { over: true }, "localhost", true, {}],
      ["a certificate of another host", "tls-name-mismatch", {}, "elsewhere.example", true, {}],
      ["a certificate it signed itself", "tls-untrusted", {}, "localhost", false, {}],
      ["only the TLS of old", "tls-version-unsupported", {}, "localhost", true, ONLY_TLS_1_1],
    ] as const)("%s", async (kind, code, certificate, host, trusted, tls) => {
      isOfKind(kind, code);
      const goBack = await sendTo({ ...(await selfSigned(host, certificate)), ...tls }, trusted);
      await refusedThenWell(code, goBack, unreachable);
    });
  });
});

describe("a hostile server in the place of the payloads' is named, in each language, and nothing is put in place:", () => {
  const partOf7 = { "content-range": "bytes 0-6/7" };
  it.each<[string, string, Answer, string]>([
    [
      "wrong part",
      "a part that begins elsewhere",
      (response) => response.writeHead(206, { "content-range": "bytes 1-6/7" }).end("ayload"),
      "range-mismatch",
    ],
    [
      "wrong length",
      "a part with another length",
      (response) => response.writeHead(206, { ...partOf7, "content-length": 9 }).end("payload!!"),
      "content-length-mismatch",
    ],
    [
      "endless",
      "a body without an end",
      (response) => response.writeHead(206, partOf7).end("payload and more"),
      "response-too-long",
    ],
    [
      "another file",
      "a whole of another length",
      (response) => response.writeHead(200, { "content-length": 9 }).end("payload!!"),
      "target-length-mismatch",
    ],
  ])("%s: %s", async (kind, _what, hostile, code) => {
    isOfKind(kind, code);
    answer("setup.cab", hostile);
    await payloadRefusedThenWell(code, behave);
  });

  it("another edition: a file that becomes another while it is fetched", async () => {
    isOfKind("another edition", "content-changed");
    const content = Buffer.alloc(RANGE_BYTES + 7, "a");
    await lab.publish({}, { "setup.cab": content, "redist/one.cab": Buffer.from("redist") });
    await check();
    let answers = 0;
    answer("setup.cab", (response, request) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
      const head = {
        "content-range": `bytes ${first}-${last}/${content.length}`,
        etag: `"edition ${++answers}"`,
      };
      response.writeHead(206, head).end(content.subarray(Number(first), Number(last) + 1));
    });
    await payloadRefusedThenWell("content-changed", behave);
  });
});

describe("a busy server", () => {
  const inThreeHours = () => new Date(Date.now() + 3 * 3_600_000).toUTCString();
  const hoursUntil = (time: Date | null | undefined) =>
    time ? (time.getTime() - Date.now()) / 3_600_000 : Number.NaN;

  it.each([
    ["a minute", () => ({ "retry-after": "60" }), 1],
    ["a moment three hours from now", () => ({ "retry-after": inThreeHours() }), 3],
    ["a year", () => ({ "retry-after": "31536000" }), 6],
  ])(
    "that asks for %s is asked for its catalogue again after that, an hour at least and six at most",
    async (_what, head, hours) => {
      answer("timestamp.json", (response) => response.writeHead(503, head()).end());
      await check();
      const row = await readCheck(db);
      expect(row).toMatchObject({ errorCode: "server-busy" });
      sayFailure({ code: "server-busy", params: row?.errorParams ?? {} });
      expect(hoursUntil(row?.nextCheckAt)).toBeCloseTo(hours, 1);
    },
  );

  it("is not asked for a payload before it wants to be", async () => {
    let asked = 0;
    answer("setup.cab", (response) => {
      asked++;
      response.writeHead(503, { "retry-after": inThreeHours() }).end();
    });
    await download();
    const [row] = await db.select().from(updateDownloads);
    expect(row).toMatchObject({ phase: "waiting", errorCode: "server-busy" });
    expect(hoursUntil(row?.nextAttemptAt)).toBeCloseTo(3, 1);
    await runDownload(thread(), PACKAGE, new AbortController().signal);
    expect(asked).toBe(1);
  });
});
