import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../check-catalogue";
import { readCheck } from "../../check-record";
import {
  activeAlerts,
  check,
  db,
  known,
  lab,
  never,
  refusedThenWell,
  thread,
} from "../../testing/attacked-mirror";

describe("endless data", () => {
  it.each(["timestamp.json", "snapshot.json", "targets.json", "manifest.json"])(
    "%s without an end is not read beyond its bound",
    async (name) => {
      let sent = 0;
      lab.server.intercept = (file, _request, response) => {
        if (!file.endsWith(name)) return false;
        const part = Buffer.alloc(64 * 1024, 0x20);
        const more = () => {
          // Far beyond every bound, so that a client that reads on is caught and the test still ends.
          if (response.destroyed || sent > 64 * 1024 * 1024) return void response.end();
          sent += part.length;
          response.write(part, () => setImmediate(more));
        };
        more();
        return true;
      };
      await refusedThenWell("catalogue-length-mismatch", async () => {
        lab.server.intercept = () => false;
      });
      expect(sent).toBeLessThan(32 * 1024 * 1024);
    },
  );
});

describe("slow retrieval", () => {
  it("of the catalogue is given up by name and asked for again later", async () => {
    await check();
    const before = await known();
    lab.server.intercept = (name, _request, response) => {
      if (!name.endsWith("timestamp.json")) return false;
      const timer = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(timer));
      return true;
    };
    await checkCatalogue(thread(), never, { slowest: { bytes: 100_000, waitingMs: 300 } });
    expect(await readCheck(db)).toMatchObject({ errorCode: "response-too-slow" });
    expect(await activeAlerts()).toEqual([["updates.catalogue-unreachable", "response-too-slow"]]);
    expect(await known()).toEqual(before);
    lab.server.intercept = () => false;
    await check();
    expect(await activeAlerts()).toEqual([]);
  });
});
