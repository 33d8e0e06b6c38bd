import { CodedError } from "@/lib/coded-error";

/**
 * Why the catalogue was refused although it was reachable. Each code has a sentence with cause and cure in
 * the messages under `updates.failures`.
 */
export const CATALOGUE_ERROR_CODES = [
  "catalogue-signature-invalid",
  "catalogue-expired",
  "catalogue-rolled-back",
  "catalogue-length-mismatch",
  "catalogue-too-long",
  "catalogue-hash-mismatch",
  "catalogue-invalid",
  "catalogue-not-configured",
  "catalogue-target-missing",
  "manifest-too-large",
  "manifest-not-json",
  "manifest-invalid",
] as const;

export type CatalogueErrorCode = (typeof CATALOGUE_ERROR_CODES)[number];

export class CatalogueError extends CodedError<CatalogueErrorCode> {
  override name = "CatalogueError";
}

/**
 * tuf-js wraps what it finds in the snapshot and targets roles into sentences and drops the cause, so its
 * words are all there is to go by. The tests make each of them happen: a new wording cannot pass unseen.
 */
const BY_WORDS: readonly [RegExp, CatalogueErrorCode][] = [
  [/is expired/, "catalogue-expired"],
  [
    /was signed by \d+\/\d+ keys|failed to verify \w+ signature|no signature for key/,
    "catalogue-signature-invalid",
  ],
  [
    /is less than current version|in new snapshot|doesn't match timestamp|does not match snapshot/,
    "catalogue-rolled-back",
  ],
  [/Expected version \d+, got \d+/, "catalogue-rolled-back"],
  [/Max length reached/, "catalogue-too-long"],
  [/Expected length/, "catalogue-length-mismatch"],
  [/Expected hash/, "catalogue-hash-mismatch"],
];

/** Names what the TUF client refused. */
export function toCatalogueError(error: unknown): CatalogueError {
  if (error instanceof CatalogueError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const code = BY_WORDS.find(([words]) => words.test(detail))?.[1] ?? "catalogue-invalid";
  return new CatalogueError(code, { detail: detail.slice(0, 300) }, { cause: error });
}
