/** What Azure Resource Manager refuses, and how (reference/protocols/arm.md §2). Names in braces are filled in. */
export const ARM_ERRORS = {
  MissingApiVersionParameter: {
    status: 400,
    message: "The api-version query parameter (?api-version=) is required for all requests.",
  },
  InvalidApiVersionParameter: {
    status: 400,
    message: "The api-version '{version}' is invalid. The supported versions are '{supported}'.",
  },
  InvalidSubscriptionId: {
    status: 400,
    message: "The provided subscription identifier '{id}' is malformed or invalid.",
  },
  InvalidRequestContent: {
    status: 400,
    message: "The request content was invalid and could not be deserialized: '{problem}'.",
  },
  InvalidFilterInQueryString: { status: 400, message: "Invalid $filter '{filter}' specified." },
  InvalidSkipToken: { status: 400, message: "The $skiptoken of the query is not valid." },
  InvalidResourceGroup: {
    status: 400,
    message: "The provided resource group name '{name}' is invalid or has a trailing period.",
  },
  LocationNotAvailableForResourceGroup: {
    status: 400,
    message: "The provided location '{location}' is not available for resource group.",
  },
  AuthenticationFailed: {
    status: 401,
    message: "Authentication failed. The 'Authorization' header is missing.",
  },
  InvalidAuthenticationToken: { status: 401, message: "The access token is invalid." },
  ExpiredAuthenticationToken: { status: 401, message: "The access token expiry is not in the future." },
  InvalidAuthenticationTokenTenant: {
    status: 401,
    message:
      "The access token is from the wrong issuer. It must match the tenant '{tenant}' associated with this subscription.",
  },
  InvalidAuthenticationTokenAudience: {
    status: 401,
    message:
      "The access token has been obtained for wrong audience. The allowed audiences are 'https://management.core.windows.net/' and 'https://management.azure.com/'.",
  },
  AuthorizationFailed: {
    status: 403,
    message:
      "The client '{principal}' with object id '{principal}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid.",
  },
  SubscriptionNotFound: { status: 404, message: "The subscription '{id}' could not be found." },
  ResourceGroupNotFound: { status: 404, message: "Resource group '{name}' could not be found." },
  InvalidResourceNamespace: { status: 404, message: "The resource namespace '{namespace}' is invalid." },
  ResourceNotFound: { status: 404, message: "The requested path '{path}' could not be found." },
  HttpMethodNotAllowed: { status: 405, message: "The requested resource does not support {method}." },
  InvalidResourceGroupLocation: {
    status: 409,
    message:
      "Invalid resource group location '{location}'. The resource group already exists in location '{existing}'.",
  },
  ResourceGroupBeingDeleted: {
    status: 409,
    message: "The resource group '{name}' is in deprovisioning state and cannot perform this operation.",
  },
  ReadOnlyDisabledSubscription: {
    status: 409,
    message: "The subscription '{id}' is disabled and therefore marked as read only.",
  },
  TooManyRequests: { status: 429, message: "The request is being throttled." },
  SubscriptionRequestsThrottled: {
    status: 429,
    message: "Number of {kind} requests for subscription exceeded the limit of {limit} for an hour.",
  },
  InternalServerError: { status: 500, message: "The server encountered an internal error." },
} as const satisfies Record<string, { status: number; message: string }>;

export type ArmErrorCode = keyof typeof ARM_ERRORS;

/** Ends an operation; nothing of it is kept. */
export class ArmError extends Error {
  readonly status: number;

  constructor(
    readonly code: ArmErrorCode,
    params: Readonly<Record<string, string>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    const { status, message } = ARM_ERRORS[code];
    super(message.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole));
    this.status = status;
  }

  body() {
    return { error: { code: this.code, message: this.message } };
  }
}
