import { CodedError } from "@/lib/coded-error";

/** Why a whole run failed; each has its sentence in the messages under `usageCollection.runFailures`. */
export type CollectionFailureCode =
  | "no-site"
  | "hash-key-unreadable"
  | "document-too-large"
  | "collection-failed";

export class CollectionError extends CodedError<CollectionFailureCode> {}
