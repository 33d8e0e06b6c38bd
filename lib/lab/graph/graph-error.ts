import type { GraphAnswer } from "./graph-operation";

/** What Graph refuses, and how (reference/protocols/graph.md §1, §8). Names in braces are filled in. */
export const GRAPH_ERRORS = {
  "body-unreadable": {
    status: 400,
    code: "BadRequest",
    message:
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
  },
  "property-unknown": { status: 400, code: "Request_BadRequest", message: "Invalid property '{property}'." },
  "property-invalid": {
    status: 400,
    code: "Request_BadRequest",
    message: "Invalid value specified for property '{property}' of resource '{resource}'.",
  },
  "property-missing": {
    status: 400,
    code: "Request_BadRequest",
    message: "A value is required for property '{property}' of resource '{resource}'.",
  },
  "property-conflict": {
    status: 400,
    code: "Request_BadRequest",
    message: "Another object with the same value for property {property} already exists.",
    detail: "ObjectConflict",
  },
  "passwords-in-body": {
    status: 400,
    code: "Request_BadRequest",
    message:
      "New password credentials must be generated with the addPassword action; passwordCredentials cannot be set.",
  },
  "host-not-verified": {
    status: 400,
    code: "HostNameNotOnVerifiedDomain",
    message:
      "Values of identifierUris property must use a verified domain of the organization or its subdomain: '{uri}'",
  },
  "entitlement-enabled": {
    status: 400,
    code: "CannotDeleteOrUpdateEnabledEntitlement",
    message: "Permission (scope or role) cannot be deleted or updated unless disabled first.",
  },
  "password-lifetime-invalid": {
    status: 400,
    code: "Request_BadRequest",
    message: "Password credential end date is invalid.",
  },
  "password-lifetime-refused": {
    status: 400,
    code: "CredentialInvalidLifetimeAsPerAppPolicy",
    message: "Credential lifetime exceeds the max value allowed as per assigned policy.",
  },
  "passwords-refused": {
    status: 400,
    code: "CredentialTypeNotAllowedAsPerAppPolicy",
    message: "Credential type not allowed as per assigned policy.",
  },
  "password-unknown": {
    status: 400,
    code: "Request_BadRequest",
    message: "No password credential found with keyId '{keyId}'.",
  },
  "app-unknown": {
    status: 400,
    code: "Request_BadRequest",
    message: "The appId '{appId}' of the service principal does not reference a valid application object.",
  },
  "assignment-exists": {
    status: 400,
    code: "Request_BadRequest",
    message: "Permission being assigned already exists on the object",
  },
  "permission-unknown": {
    status: 400,
    code: "Request_BadRequest",
    message: "Permission being assigned was not found on application '{resource}'",
  },
  "owner-exists": {
    status: 400,
    code: "Request_BadRequest",
    message:
      "One or more added object references already exist for the following modified properties: 'owners'.",
  },
  "query-malformed": { status: 400, code: "BadRequest", message: "Invalid {option}: {problem}" },
  "query-unsupported": {
    status: 400,
    code: "Request_UnsupportedQuery",
    message:
      "The specified {option} is not supported for this resource, or not without advanced query headers.",
  },
  "page-token-invalid": {
    status: 400,
    code: "Directory_ExpiredPageToken",
    message: "The specified page token value has expired and can no longer be included in your request.",
  },
  "segment-unknown": {
    status: 400,
    code: "BadRequest",
    message: "Resource not found for the segment '{segment}'.",
  },
  "delegated-only": {
    status: 400,
    code: "BadRequest",
    message: "/me request is only valid with delegated authentication flow.",
  },
  "batch-malformed": { status: 400, code: "BadRequest", message: "Invalid batch payload format: {problem}" },
  "token-missing": { status: 401, code: "InvalidAuthenticationToken", message: "Access token is empty." },
  "token-invalid": {
    status: 401,
    code: "InvalidAuthenticationToken",
    message: "Access token validation failure. Invalid signature or format.",
  },
  "token-expired": {
    status: 401,
    code: "InvalidAuthenticationToken",
    message: "Lifetime validation failed, the token is expired.",
  },
  "token-not-yet-valid": {
    status: 401,
    code: "InvalidAuthenticationToken",
    message: "Lifetime validation failed, the token is not yet valid.",
  },
  "tenant-unknown": {
    status: 401,
    code: "InvalidAuthenticationToken",
    message: "Access token validation failure. Invalid tenant.",
  },
  "wrong-audience": {
    status: 401,
    code: "InvalidAuthenticationToken",
    message: "Access token validation failure. Invalid audience.",
  },
  forbidden: {
    status: 403,
    code: "Authorization_RequestDenied",
    message: "Insufficient privileges to complete the operation.",
  },
  "not-found": {
    status: 404,
    code: "Request_ResourceNotFound",
    message:
      "Resource '{id}' does not exist or one of its queried reference-property objects are not present.",
  },
  "method-not-allowed": {
    status: 405,
    code: "Request_BadRequest",
    message: "Specified HTTP method is not allowed for the request target.",
  },
  "principal-exists": {
    status: 409,
    code: "Request_MultipleObjectsWithSameKeyValue",
    message: "The service principal cannot be created because the appId '{appId}' is already in use.",
  },
  "grant-exists": {
    status: 409,
    code: "Request_MultipleObjectsWithSameKeyValue",
    message: "Permission entry already exists.",
  },
  "dependency-failed": { status: 424, code: "FailedDependency", message: "Failed Dependency" },
  throttled: { status: 429, code: "TooManyRequests", message: "Please retry again later." },
  unavailable: {
    status: 503,
    code: "serviceNotAvailable",
    message: "The service is temporarily unavailable. Please retry after some time.",
  },
} as const satisfies Record<string, { status: number; code: string; message: string; detail?: string }>;

export type GraphErrorName = keyof typeof GRAPH_ERRORS;

/** By what Graph finds a request again. */
export interface RequestIds {
  requestId: string;
  clientRequestId: string;
  time: Date;
}

/** Ends an operation; nothing of it is kept. */
export class GraphError extends Error {
  private readonly status: number;

  constructor(
    private readonly error: GraphErrorName,
    private readonly params: Readonly<Record<string, string>> = {},
  ) {
    const { status, message } = GRAPH_ERRORS[error];
    super(message.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole));
    this.status = status;
  }

  answer(ids: RequestIds): GraphAnswer {
    return { status: this.status, body: this.body(ids) };
  }

  body({ requestId, clientRequestId, time }: RequestIds) {
    const described: { code: string; detail?: string } = GRAPH_ERRORS[this.error];
    const { code, detail } = described;
    const { message } = this;
    return {
      error: {
        code,
        message,
        ...(detail && { details: [{ code: detail, message, target: this.params.property }] }),
        innerError: {
          // Of a time to the second without a zone.
          date: time.toISOString().slice(0, 19),
          "request-id": requestId,
          "client-request-id": clientRequestId,
        },
      },
    };
  }
}
