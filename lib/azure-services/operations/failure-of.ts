import { AzureError } from "@/lib/azure/azure-error";
import type { AzureFailureParams } from "@/lib/db/schema";
import { OperationFailure } from "./model";

/** Of an error that is neither: the log says it. */
export const UNEXPECTED = { code: "unexpected", params: {} } as const;

/** Why Azure, or this product, refused; null when the error says nothing about what was asked. */
export const failureOf = (error: unknown): { code: string; params: AzureFailureParams } | null =>
  error instanceof AzureError || error instanceof OperationFailure
    ? { code: error.code, params: error.params }
    : null;
