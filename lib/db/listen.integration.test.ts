import { afterEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { type ProductEvent, publish } from "./events";
import { listen } from "./listen";

const { db, connectionString } = await testDatabase();

let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

describe("whoever follows the product's events", () => {
  it("is told when he begins to hear them: what was announced until then must be looked up", async () => {
    const heard: (ProductEvent | "listening")[] = [];
    const following = listen(
      connectionString,
      stop.signal,
      (event) => heard.push(event),
      () => heard.push("listening"),
    );
    await expect.poll(() => heard, { timeout: 15_000 }).toEqual(["listening"]);
    await publish(db, { topic: "commands", key: "CAS" });
    await expect
      .poll(() => heard, { timeout: 15_000 })
      .toEqual(["listening", { topic: "commands", key: "CAS" }]);
    stop.abort();
    await following;
  });
});
