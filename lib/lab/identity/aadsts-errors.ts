import { type Failure, fail } from "@/lib/result";

interface AadstsError {
  status: number;
  /** The OAuth 2.0 error that clients branch on. */
  error: string;
  /** `{name}` is replaced by the parameter of that name. */
  message: string;
}

/** Errors of the identity platform (reference/protocols/identity.md §3.2); some wordings are the lab's own. */
export const AADSTS_ERRORS = {
  AADSTS50011: {
    status: 400,
    error: "invalid_client",
    message:
      "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{appId}'.",
  },
  AADSTS50034: {
    status: 400,
    error: "invalid_grant",
    message: "The user account {user} does not exist in the {tenant} directory.",
  },
  AADSTS50049: {
    status: 400,
    error: "invalid_instance",
    message: "Unknown or invalid instance.",
  },
  AADSTS50057: {
    status: 400,
    error: "invalid_grant",
    message: "The user account is disabled.",
  },
  AADSTS50058: {
    status: 400,
    error: "login_required",
    message: "A silent sign-in request was sent but no user is signed in.",
  },
  AADSTS50059: {
    status: 400,
    error: "invalid_request",
    message:
      "No tenant-identifying information found in either the request or implied by any provided credentials.",
  },
  AADSTS50105: {
    status: 400,
    error: "interaction_required",
    message: "The signed in user '{user}' is not assigned to a role for the application '{appId}'.",
  },
  AADSTS50126: {
    status: 400,
    error: "invalid_grant",
    message: "Error validating credentials due to invalid username or password.",
  },
  AADSTS50148: {
    status: 400,
    error: "invalid_grant",
    message:
      "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.",
  },
  AADSTS501481: {
    status: 400,
    error: "invalid_grant",
    message: "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  },
  AADSTS500011: {
    status: 400,
    error: "invalid_resource",
    message:
      "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
  },
  AADSTS500112: {
    status: 400,
    error: "invalid_grant",
    message:
      "The reply address '{redirectUri}' does not match the reply address provided when requesting the authorization code.",
  },
  AADSTS53003: {
    status: 400,
    error: "interaction_required",
    message: "Access has been blocked by Conditional Access policies.",
  },
  AADSTS54005: {
    status: 400,
    error: "invalid_grant",
    message: "OAuth2 Authorization code was already redeemed, please retry with a new valid code.",
  },
  AADSTS65001: {
    status: 400,
    error: "invalid_grant",
    message:
      "The user or administrator has not consented to use the application with ID '{appId}' named '{appName}'. Send an interactive authorization request for this user and resource.",
  },
  AADSTS65004: {
    status: 400,
    error: "access_denied",
    message: "User declined to consent to access the app.",
  },
  AADSTS70008: {
    status: 400,
    error: "invalid_grant",
    message: "The provided authorization code or refresh token has expired due to inactivity.",
  },
  AADSTS70011: {
    status: 400,
    error: "invalid_scope",
    message: "The provided value for the input parameter 'scope' is not valid: '{scope}'.",
  },
  AADSTS70016: {
    status: 400,
    error: "authorization_pending",
    message: "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
  },
  AADSTS70018: {
    status: 400,
    error: "bad_verification_code",
    message: "Invalid verification code. User typed in wrong user code for device code flow.",
  },
  AADSTS70020: {
    status: 400,
    error: "expired_token",
    message:
      "The provided value for the input parameter 'device_code' is not valid: the device code has expired.",
  },
  AADSTS700016: {
    status: 400,
    error: "unauthorized_client",
    message:
      "Application with identifier '{appId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  AADSTS700022: {
    status: 400,
    error: "invalid_scope",
    message:
      "The provided value for the input parameter 'scope' is not valid because it contains more than one resource.",
  },
  AADSTS700025: {
    status: 401,
    error: "invalid_client",
    message: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  AADSTS700027: {
    status: 401,
    error: "invalid_client",
    message:
      "The certificate with identifier used to sign the client assertion is not registered on application.",
  },
  AADSTS700054: {
    status: 400,
    error: "unsupported_response_type",
    message: "response_type '{responseType}' is not enabled for the application.",
  },
  AADSTS700082: {
    status: 400,
    error: "invalid_grant",
    message: "The refresh token has expired due to inactivity.",
  },
  AADSTS1002012: {
    status: 400,
    error: "invalid_scope",
    message:
      "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
  },
  AADSTS7000112: {
    status: 400,
    error: "unauthorized_client",
    message: "Application '{appId}'({appName}) is disabled.",
  },
  AADSTS7000215: {
    status: 401,
    error: "invalid_client",
    message:
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{appId}'.",
  },
  AADSTS7000216: {
    status: 401,
    error: "invalid_client",
    message:
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  AADSTS7000218: {
    status: 401,
    error: "invalid_client",
    message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  AADSTS7000222: {
    status: 401,
    error: "invalid_client",
    message: "The provided client secret keys for app '{appId}' are expired.",
  },
  AADSTS7000229: {
    status: 400,
    error: "unauthorized_client",
    message: "The client application {appId} is missing service principal in the tenant {tenant}.",
  },
  AADSTS900023: {
    status: 400,
    error: "invalid_request",
    message:
      "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
  },
  AADSTS90002: {
    status: 400,
    error: "invalid_request",
    message:
      "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  AADSTS90014: {
    status: 400,
    error: "invalid_request",
    message:
      "The required field '{field}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
  },
  AADSTS90023: {
    status: 400,
    error: "invalid_request",
    message: "The parameter '{field}' is not valid.",
  },
  AADSTS90024: {
    status: 503,
    error: "temporarily_unavailable",
    message: "RequestBudgetExceededError - A transient error has occurred. Please try again.",
  },
  AADSTS90055: {
    status: 429,
    error: "temporarily_unavailable",
    message: "TenantThrottlingError - There are too many incoming requests. Please try again later.",
  },
  AADSTS90094: {
    status: 400,
    error: "consent_required",
    message:
      "An administrator of {tenant} has set a policy that prevents you from granting '{appName}' the permissions it is requesting.",
  },
  AADSTS90133: {
    status: 400,
    error: "invalid_request",
    message: "Device Code flow is not supported under /common or /consumers endpoint.",
  },
  AADSTS700003: {
    status: 400,
    error: "unsupported_grant_type",
    message: "The app requested an unsupported grant type '{grantType}'.",
  },
  AADSTS9002313: {
    status: 400,
    error: "invalid_grant",
    message: "Invalid request. Request is malformed or invalid.",
  },
  AADSTS9002327: {
    status: 400,
    error: "invalid_request",
    message:
      "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
} as const satisfies Record<`AADSTS${number}`, AadstsError>;

export type AadstsCode = keyof typeof AADSTS_ERRORS;

/** A refusal of the identity platform; `error` where a place has another word for it than the table. */
export type Refusal = Failure<AadstsCode> & { error?: string };

/** A refusal by its code, with what its sentence needs. */
export const refuse = (code: AadstsCode, params: Record<string, string> = {}): Refusal =>
  fail(code, { params });

export const errorOf = ({ code, error }: Refusal): string => error ?? AADSTS_ERRORS[code].error;

/** The sentence, with its parameters put in. */
export const messageOf = ({ code, params = {} }: Refusal): string =>
  AADSTS_ERRORS[code].message.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));

export const numberOf = (code: AadstsCode): number => Number(code.slice("AADSTS".length));
