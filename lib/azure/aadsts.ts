import type { AzureErrorCode } from "./azure-error";

/**
 * What the numbers of the identity platform mean (reference/protocols/identity.md §3.2; those marked "pk" are product
 * knowledge). A number that is not here is judged by its OAuth error, {@link OAUTH_ERRORS}.
 */
export const AADSTS: Readonly<Record<number, AzureErrorCode>> = {
  90002: "tenant-not-found",
  900023: "tenant-not-found",
  90133: "tenant-not-found",
  50059: "tenant-not-found", // pk: no tenant in the request
  50128: "tenant-not-found", // pk: invalid domain name
  50049: "endpoint-refused",
  700016: "app-not-in-tenant",
  7000229: "app-not-in-tenant", // pk: no service principal in the tenant
  7000112: "app-disabled",
  7000215: "secret-wrong",
  7000222: "secret-expired",
  7000216: "sign-in-client-refused",
  7000218: "sign-in-client-refused",
  65002: "sign-in-client-refused", // pk: Microsoft did not authorize its client for this API
  500011: "resource-not-in-tenant",
  50001: "resource-not-in-tenant", // pk
  650052: "resource-not-in-tenant", // pk: the tenant has no subscription for the service
  65001: "consent-missing",
  90094: "consent-missing",
  65004: "sign-in-declined",
  50011: "redirect-uri-unknown",
  50034: "account-unknown",
  50126: "account-unknown",
  50020: "account-of-another-tenant", // pk
  50053: "account-locked",
  50055: "account-locked",
  50057: "account-locked",
  50076: "mfa-required",
  50079: "mfa-required",
  50072: "mfa-required", // pk
  50074: "mfa-required", // pk
  50158: "mfa-required", // pk: the second factor of another provider
  50105: "account-not-assigned",
  53003: "blocked-by-conditional-access",
  50097: "blocked-by-conditional-access", // pk: only from a known device
  53000: "blocked-by-conditional-access", // pk: only from a compliant device
  53001: "blocked-by-conditional-access", // pk: only from a joined device
  53002: "blocked-by-conditional-access", // pk: only from an approved app
  70008: "sign-in-expired",
  700082: "sign-in-expired",
  50173: "sign-in-expired", // pk: revoked
  70043: "sign-in-expired", // pk: by a Conditional Access policy
  54005: "sign-in-expired",
  70018: "sign-in-expired",
  70019: "sign-in-expired",
  70020: "sign-in-expired",
  501481: "sign-in-mismatch",
  50148: "sign-in-mismatch",
  50196: "throttled",
  90055: "throttled",
  50087: "azure-unavailable",
  90024: "azure-unavailable",
};

/** OAuth 2 errors that say enough without a number (RFC 6749 §5.2, RFC 8628 §3.5, OpenID Connect Core §3.1.2.6). */
export const OAUTH_ERRORS: Readonly<Record<string, AzureErrorCode>> = {
  access_denied: "sign-in-declined",
  authorization_declined: "sign-in-declined",
  expired_token: "sign-in-expired",
  bad_verification_code: "sign-in-expired",
  consent_required: "consent-missing",
  invalid_resource: "resource-not-in-tenant",
  invalid_tenant: "tenant-not-found",
  temporarily_unavailable: "azure-unavailable",
};
