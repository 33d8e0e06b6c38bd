import { z } from "zod";
import { receiptSchema, relevanceSchema } from "@/lib/usage-data/ingestion-protocol";

/**
 * The transfer package of offline mode: a zip, stored or deflated, zip64 as needed.
 *
 * | entry | in a request (`-prepare`) | in an answer (`-connect`) |
 * | --- | --- | --- |
 * | `toc.json`, `toc.sig.json` | signed by the server that holds the role | signed by the tool's own key |
 * | `<version>-SiteVersion.txt` | name is the version of the top-level site (reference/updates.md §17) | as in the request |
 * | `request.json`, `request.sig.json` | {@link transferRequest}, signed by the server | the very bytes of the request |
 * | `usage-data/<sha256>.json.gz` | the batch, if there is one | – |
 * | `receipt.json` | – | {@link receiptSchema}, if a batch was brought |
 * | `relevance.json` | – | {@link relevanceSchema}, if the service gives it |
 * | `metadata/…` | – | TUF metadata of the catalogue, as published, every root since the request's |
 * | `targets/<sha256>` | – | manifest and files of the updates, one copy per hash |
 *
 * Signatures of the packages say that nothing was changed on the way and to whom an answer belongs; what is believed
 * of updates rests on TUF alone.
 */
export const TRANSFER_SCHEMA_VERSION = 1;

export const CONTENTS = "toc.json";
export const REQUEST = "request.json";
export const RECEIPT = "receipt.json";
export const RELEVANCE = "relevance.json";
export const USAGE_DATA_FOLDER = "usage-data/";
export const METADATA_FOLDER = "metadata/";
export const TARGETS_FOLDER = "targets/";

/** Where the signature over a document lies: `toc.json` → `toc.sig.json`. */
export const signatureOf = (path: string): string => path.replace(/\.json$/, ".sig.json");

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const tableOfContents = z.strictObject({
  schemaVersion: z.literal(TRANSFER_SCHEMA_VERSION),
  kind: z.enum(["request", "answer"]),
  requestId: z.guid(),
  hierarchy: z.string().min(1).max(100),
  createdAt: z.iso.datetime(),
  /** Full version of the tool or server that wrote it. */
  writtenBy: z.string().max(200),
  entries: z
    .array(z.strictObject({ path: z.string().min(1).max(400), bytes: z.int().min(0), sha256: sha256Hex }))
    .max(20_000),
});

/** Detached signature over the exact bytes of another entry. */
export const signatureFile = z.strictObject({
  algorithm: z.literal("Ed25519"),
  /** PEM (SPKI). */
  publicKey: z.string().max(1000),
  /** Base64. */
  signature: z.string().max(200),
});

/**
 * `installed`; `has`: its files are here, they need not travel; `lacks`: its files are not here; `wants`: as `lacks`,
 * and an administrator asked for it, so that it is brought whatever else the tool chooses.
 */
export const PACKAGE_STATES = ["installed", "has", "lacks", "wants"] as const;

/** What a hierarchy asks the tool for; everything a computer without database and portal needs to know. */
export const transferRequest = z.strictObject({
  schemaVersion: z.literal(TRANSFER_SCHEMA_VERSION),
  requestId: z.guid(),
  hierarchy: z.string().min(1).max(100),
  siteVersion: z.string(),
  createdAt: z.iso.datetime(),
  environment: z.strictObject({
    id: z.string(),
    catalogueMetadataUrl: z.url(),
    catalogueTargetsUrl: z.url(),
    usageDataUrl: z.url().nullable(),
    certificateAuthorities: z.string().nullable(),
  }),
  /** The newest `root.json` this hierarchy trusts, and the versions of the metadata it has seen. */
  trustedRoot: z.unknown(),
  trustedVersions: z.strictObject({
    root: z.int(),
    timestamp: z.int().nullable(),
    snapshot: z.int().nullable(),
    targets: z.int().nullable(),
  }),
  /** Every update this hierarchy knows, as far as it got with it. */
  packages: z
    .array(z.strictObject({ packageGuid: z.guid().toLowerCase(), state: z.enum(PACKAGE_STATES) }))
    .max(5000),
});

export type TableOfContents = z.infer<typeof tableOfContents>;
export type SignatureFile = z.infer<typeof signatureFile>;
export type TransferRequest = z.infer<typeof transferRequest>;

/** Which updates `-connect` brings (reference/updates.md §17); without one the newest applicable update, no hotfixes. */
export const DOWNLOAD_CHOICES = ["default", "all", "hotfix", "site-version"] as const;
export type DownloadChoice = (typeof DOWNLOAD_CHOICES)[number];

/** What examining a package found, before anything is changed. */
export const importReport = z.strictObject({
  /** SHA-256 of its table of contents, which lists the hashes of all else: what is imported is what was examined. */
  contentsSha256: sha256Hex,
  requestId: z.guid(),
  createdAt: z.iso.datetime(),
  writtenBy: z.string(),
  /** 0 when it is one file. */
  volumes: z.int(),
  /** When the first of the metadata's roles expires, and whether that is past. */
  metadataExpiresAt: z.iso.datetime(),
  metadataExpired: z.boolean(),
  updates: z.array(
    z.strictObject({
      packageGuid: z.guid(),
      name: z.string(),
      fullVersion: z.string(),
      /** `import`: files are in the package; `present`: here already; `listed`: only its catalogue entry. */
      outcome: z.enum(["import", "present", "listed"]),
      /** As SMS_HIERARCHY_MANAGER would judge it now. */
      applicability: z.enum(["applicable", "not-needed", "not-applicable"]),
      /** The first rule it does not fulfil; its sentence is in the messages under `updates.reasons`. */
      unmet: z
        .strictObject({ rule: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
        .nullable(),
      /** That travel. */
      files: z.int(),
      bytes: z.int(),
    }),
  ),
  receipt: receiptSchema.omit({ relevance: true }).nullable(),
  relevance: relevanceSchema.nullable(),
});

export type ImportReport = z.infer<typeof importReport>;
