import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { UsageDocument, UsageDocumentItem } from "../model";
import type { Batch } from "../upload/send-batch";

export const HIERARCHY = "Lx54KW01aTLwNzoDKRVBmSswZkXbPlgm5aohN1jqzoE=";

/** What updates are judged relevant by, as collectors give it. */
export const relevanceItems = ({
  siteVersions = ["5.00.8853.1000"],
  configuration = [] as string[],
  earlyUpdateRings = [] as string[],
} = {}): UsageDocumentItem[] => [
  { id: "B-03", level: 1, value: { sites: siteVersions.map((fullVersion) => ({ fullVersion })) } },
  { id: "B-20", level: 1, value: { configuration } },
  { id: "B-24", level: 1, value: { versions: earlyUpdateRings } },
];

export const testDocument = (overrides: Partial<UsageDocument> = {}): UsageDocument => ({
  schemaVersion: 1,
  runId: randomUUID(),
  hierarchy: HIERARCHY,
  level: 2,
  productVersion: "5.00.8853.1000",
  collectedAt: "2020-04-20T08:00:00.000Z",
  items: relevanceItems(),
  ...overrides,
});

export function packBatch(document: unknown, hierarchy = HIERARCHY): Batch {
  const bytes = gzipSync(JSON.stringify(document));
  return { bytes, hierarchy, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** An item that compresses to about as many bytes as it has. */
export const bulkyItem = (bytes: number): UsageDocumentItem => {
  let text = "";
  for (let seed = "bulk"; text.length < bytes; text += seed)
    seed = createHash("sha512").update(seed).digest("base64");
  return { id: "E-SQL-02", level: 2, value: text.slice(0, bytes) };
};
