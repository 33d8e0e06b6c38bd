import { CodedError } from "@/lib/coded-error";

/** Why a whole run failed; each has its sentence in the messages under `usageDataPage.errors`. */
export const COLLECTION_FAILURE_CODES = [
  "no-site",
  "hash-key-unreadable",
  "document-too-large",
  "collection-failed",
] as const;

export type CollectionFailureCode = (typeof COLLECTION_FAILURE_CODES)[number];

export class CollectionError extends CodedError<CollectionFailureCode> {}
