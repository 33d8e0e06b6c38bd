import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import {
  attackedMirror,
  downloadGenuine,
  lab,
  payloadRefusedThenWell,
  refusedThenWell,
} from "../../testing/attacked-mirror";

await attackedMirror();

/** Far beyond every bound, so that a client that reads on is caught and the test still ends. */
const NEARLY_ENDLESS = 64 * 1024 * 1024;

const behave = (): void => {
  lab.server.intercept = () => false;
};

describe("endless data", () => {
  /** Answers `name` with bytes without an end; returns how many were sent. */
  function pour(name: string, head: Record<string, string> = {}, status = 200): () => number {
    let sent = 0;
    lab.server.intercept = (file, _request, response) => {
      if (!file.endsWith(name)) return false;
      response.writeHead(status, head);
      const part = Buffer.alloc(64 * 1024, 0x20);
      const more = () => {
        if (response.destroyed || sent > NEARLY_ENDLESS) return void response.end();
        sent += part.length;
        response.write(part, () => setImmediate(more));
      };
      more();
      return true;
    };
    return () => sent;
  }

  it.each(["2.root.json", "timestamp.json", "snapshot.json", "targets.json", "manifest.json"])(
    "%s without an end is not read beyond its bound",
    async (name) => {
      await downloadGenuine();
      // What is trusted already is not fetched again.
      await lab.publish({ name: "Newer" }, { "setup.cab": Buffer.from("newer payload") });
      const sent = pour(name);
      const verifiedBefore = {
        "snapshot.json": ["timestamp"] as const,
        "targets.json": ["timestamp", "snapshot"] as const,
        "manifest.json": ["timestamp", "snapshot", "targets"] as const,
      }[name];
      await refusedThenWell("catalogue-too-long", async () => behave(), { believed: verifiedBefore ?? [] });
      expect(sent()).toBeLessThan(NEARLY_ENDLESS / 2);
    },
  );

  it("a payload without an end is not written beyond what was signed", async () => {
    const head = { "content-range": "bytes 0-6/7" };
    const sent = pour("setup.cab", head, 206);
    await payloadRefusedThenWell("response-too-long", behave);
    expect(sent()).toBeLessThan(NEARLY_ENDLESS / 2);
  });
});

describe("slow retrieval", () => {
  const drip = (name: string, begin: (response: ServerResponse) => void, part: string) => {
    lab.server.intercept = (file, _request, response) => {
      if (!file.endsWith(name)) return false;
      begin(response);
      const timer = setInterval(() => response.socket?.write(part), 20);
      response.once("close", () => clearInterval(timer));
      return true;
    };
  };
  const unreachable = { alert: "updates.catalogue-unreachable" } as const;

  it("of the catalogue, a byte now and then, is given up by name and asked for again later", async () => {
    await downloadGenuine();
    drip(
      "timestamp.json",
      (response) => response.writeHead(200, { "content-length": 1e6 }).flushHeaders(),
      " ",
    );
    await refusedThenWell("response-too-slow", async () => behave(), {
      ...unreachable,
      patience: { slowest: { bytes: 100_000, waitingMs: 100 } },
    });
  });

  it("of the catalogue, a head without an end, is given up by name", async () => {
    drip("timestamp.json", (response) => response.socket?.write("HTTP/1.1 200 OK\r\n"), "x-more: 1\r\n");
    await refusedThenWell("response-timeout", async () => behave(), {
      ...unreachable,
      patience: { idleTimeoutMs: 100 },
    });
  });

  it("of a payload is given up by name, and said at once", async () => {
    const head = { "content-range": "bytes 0-6/7", "content-length": 7 };
    drip("setup.cab", (response) => response.writeHead(206, head).flushHeaders(), " ");
    await payloadRefusedThenWell("response-too-slow", behave, {
      alert: "updates.download-held-back",
      patience: { slowest: { bytes: 100_000, waitingMs: 50 } },
    });
  });
});
