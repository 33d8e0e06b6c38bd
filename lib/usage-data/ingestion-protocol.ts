import { z } from "zod";

/**
 * How usage data travels, in both directions as the service and the role agree on it. The upload is tus 1.0.0
 * (https://tus.io/protocols/resumable-upload, core and creation) below `<usageDataUrl>batches/`:
 *
 * | request | answer |
 * | --- | --- |
 * | `POST batches/` with `Upload-Length` and `Upload-Metadata` (see {@link batchMetadata}) | 201, `Location` |
 * | `HEAD <location>` | 200, `Upload-Offset` |
 * | `PATCH <location>` with `Upload-Offset` and the next bytes | 204, `Upload-Offset` |
 * | `GET <location>/receipt` once all is there | 200, {@link receiptSchema}; 409 while bytes lack |
 * | `GET hierarchies/<hierarchy>/relevance` | 200, {@link relevanceSchema}; 404 before the first batch |
 *
 * A batch is known by the SHA-256 of its bytes: creating it again gives the location it has, and its receipt.
 */
export const TUS_VERSION = "1.0.0";

/** Values are base64 in the header, as tus says. */
export const batchMetadata = z.strictObject({
  /** Hex, of the compressed bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  hierarchy: z.string().min(1).max(100),
  contentType: z.literal("application/json+gzip"),
});

const relevantUpdate = z.strictObject({
  packageGuid: z.guid().toLowerCase(),
  relevant: z.boolean(),
  /** Why it is not relevant, e.g. `versionOutOfRange`. */
  reason: z.string().max(100).optional(),
});

/** Which updates of the catalogue are relevant for the hierarchy, judged from its newest accepted batch. */
export const relevanceSchema = z.strictObject({
  bodySha256: z.string().regex(/^[0-9a-f]{64}$/),
  evaluatedAt: z.iso.datetime(),
  updates: z.array(relevantUpdate).max(1000),
});

export const receiptSchema = z.strictObject({
  receiptId: z.guid(),
  bodySha256: z.string().regex(/^[0-9a-f]{64}$/),
  acceptedAt: z.iso.datetime(),
  relevance: relevanceSchema,
});

export type Relevance = z.infer<typeof relevanceSchema>;
export type Receipt = z.infer<typeof receiptSchema>;
