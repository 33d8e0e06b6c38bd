import { z } from "zod";

/** Asked of the site system: it offers a file, and lets the site server fetch it. */
export const TEST_TRANSFER = { kind: "test-transfer", input: z.object({}) };

/** Asked of the site server by the site system. */
export const FETCH_TEST_FILE = {
  kind: "fetch-test-file",
  input: z.object({
    serverId: z.guid(),
    /** Where the site system gives the file, an origin. */
    url: z.url(),
    path: z.string(),
    bytes: z.number().int().positive(),
  }),
};

/** What the site server found; kept with the task and shown. */
export const testTransferResult = z.object({
  bytes: z.number(),
  durationMs: z.number(),
  sha256: z.string(),
  /** Of the account presented; null: the certificate alone. */
  account: z.string().nullable(),
});

export type TestTransferResult = z.infer<typeof testTransferResult>;
