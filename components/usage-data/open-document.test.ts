import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { openDocument } from "./open-document";

const text = JSON.stringify({ schemaVersion: 1, items: [{ id: "B-07", level: 1, value: "größer" }] });
const body = gzipSync(text);
const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const sent = {
  body: body.toString("base64"),
  bodySha256: sha256(body),
  documentSha256: sha256(text),
};

afterEach(() => vi.unstubAllGlobals());

test("what is shown is unpacked from the very bytes, and their hashes are computed here", async () => {
  expect(await openDocument(sent)).toMatchObject({
    text,
    document: { items: [{ id: "B-07" }] },
    bodyBytes: body.length,
    textBytes: Buffer.byteLength(text),
    verified: true,
  });
});

test.each(["bodySha256", "documentSha256"] as const)(
  "another %s than recorded is found out",
  async (name) => {
    expect(await openDocument({ ...sent, [name]: sha256("other") })).toMatchObject({ verified: false });
  },
);

test("where the browser does not hash, nothing is claimed", async () => {
  vi.stubGlobal("crypto", {});
  expect(await openDocument(sent)).toMatchObject({ text, verified: null });
});
