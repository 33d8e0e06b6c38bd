import { CodedError } from "@/lib/coded-error";
import type { WireErrorCode } from "@/lib/connectivity/wire-error";

/**
 * Why Azure did not do what it was asked. Each code has a sentence with cause and cure in the messages under
 * `azure.failures`; what went wrong on the way there keeps its own code and sentence (`updates.failures`).
 */
export const AZURE_ERROR_CODES = [
  // The directory and the app
  "tenant-not-found",
  "app-not-in-tenant",
  "app-disabled",
  "secret-wrong",
  "secret-expired",
  "secret-forbidden-by-policy",
  "resource-not-in-tenant",
  "consent-missing",
  "blocked-by-conditional-access",
  // An administrator's sign-in
  "account-unknown",
  "account-locked",
  "account-not-assigned",
  "account-of-another-tenant",
  "mfa-required",
  "sign-in-declined",
  "sign-in-expired",
  "sign-in-mismatch",
  "sign-in-client-refused",
  "redirect-uri-unknown",
  // Permissions
  "permission-missing",
  "directory-role-missing",
  "token-refused",
  "azure-policy-refused",
  // Objects
  "azure-object-not-found",
  "azure-object-exists",
  "app-id-uri-taken",
  "app-id-uri-refused",
  // The wire
  "throttled",
  "azure-unavailable",
  "outcome-unknown",
  "endpoint-refused",
  "not-in-this-cloud",
  "azure-answer-invalid",
  "azure-request-refused",
] as const;

export type AzureErrorCode = (typeof AZURE_ERROR_CODES)[number] | WireErrorCode;

/**
 * What a sentence and a log line may need of the request that failed. Of an answer there are also `status`, `azureCode`
 * (what Azure calls it: `AADSTS7000215`, `Authorization_RequestDenied`, `HTTP 404`) and `requestId`, Azure's own. All of
 * it is made here or checked to be a name or an id: no text that Azure answered is passed on, it could say a secret back.
 */
export interface AzureCallParams {
  environment: string;
  api: string;
  host: string;
  tenant: string;
  appId: string;
  /** One for all requests of an operation. */
  correlationId: string;
}

export class AzureError extends CodedError<AzureErrorCode> {
  override name = "AzureError";
  constructor(code: AzureErrorCode, params: object, options?: ErrorOptions) {
    super(code, { ...params }, options);
  }
}
