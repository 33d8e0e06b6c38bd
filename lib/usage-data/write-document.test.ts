import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { UsageDocument } from "./model";
import { canonicalJson, writeDocument } from "./write-document";

const document = (value: Record<string, number>): UsageDocument => ({
  schemaVersion: 1,
  runId: "cdcc5e91-0adf-4a24-82d0-196667f1c081",
  hierarchy: "hash",
  level: 1,
  productVersion: "5.00.8853.1000",
  collectedAt: "2020-04-20T08:00:00.000Z",
  items: [{ id: "B-12", level: 1, value }],
});

describe("a document is written", () => {
  it("with sorted names and without white space, whatever order it was put together in", () => {
    expect(canonicalJson({ b: [1, { z: null, a: 'ä"' }], a: true, B: 1.5 })).toBe(
      '{"B":1.5,"a":true,"b":[1,{"a":"ä\\"","z":null}]}',
    );
  });

  it("to the same bytes each time, so that what was shown is what leaves", async () => {
    const one = await writeDocument(document({ a: 1, b: 2 }));
    const other = await writeDocument(document({ b: 2, a: 1 }));
    expect(other.body.equals(one.body)).toBe(true);
    expect(other.bodySha256).toBe(one.bodySha256);
    expect(gunzipSync(one.body).equals(one.text)).toBe(true);
  });

  it("into a gzip file that names neither a time nor a system", async () => {
    const { body } = await writeDocument(document({ a: 1 }));
    expect([...body.subarray(4, 8), body[9]]).toEqual([0, 0, 0, 0, 255]);
  });
});
