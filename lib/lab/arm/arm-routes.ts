import { randomUUID } from "node:crypto";
import type { IdentityService } from "../identity/identity-service";
import { type TokenFault, verifyAccessToken } from "../identity/verify-access-token";
import { ARM_PATH } from "../lab-environment-row";
import { originOf } from "../local-request";
import { pathTemplate } from "../path-template";
import { readJson } from "../read-body";
import type { Refusals } from "../refuse-by-fault";
import { type Exchange, type LabRoute, sendJson } from "../router";
import { underFaults } from "../under-faults";
import { API_VERSIONS } from "./api-versions";
import { ArmError, type ArmErrorCode } from "./arm-error";
import type { ArmAnswer, ArmOperation, ArmService } from "./arm-operation";
import { GroupDeletions } from "./group-deletions";
import { PROVIDER_OPERATIONS } from "./providers";
import { RateLimits } from "./rate-limits";
import { RESOURCE_GROUP_OPERATIONS } from "./resource-groups";
import { SUBSCRIPTION_OPERATIONS } from "./subscriptions";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

const OPERATIONS = [...SUBSCRIPTION_OPERATIONS, ...RESOURCE_GROUP_OPERATIONS, ...PROVIDER_OPERATIONS].map(
  (operation) => ({ operation, template: pathTemplate(operation.path, "i") }),
);

const TOKEN_ERRORS = {
  "token-missing": "AuthenticationFailed",
  "token-invalid": "InvalidAuthenticationToken",
  "token-expired": "ExpiredAuthenticationToken",
  "token-not-yet-valid": "InvalidAuthenticationToken",
  "tenant-unknown": "InvalidAuthenticationTokenTenant",
  "wrong-audience": "InvalidAuthenticationTokenAudience",
} as const satisfies Record<TokenFault, ArmErrorCode>;

const REFUSALS: Refusals = {
  tooManyRequests: ({ response, request }) => {
    identify({ response, request });
    return new ArmError("TooManyRequests").body();
  },
  serverError: ({ response, request }) => {
    identify({ response, request });
    return new ArmError("InternalServerError").body();
  },
};

/** Azure Resource Manager, below `/arm/` (reference/protocols/arm.md), and the faults that are on. */
export function armRoutes(identity: IdentityService): LabRoute[] {
  const { directory, faults } = identity;
  const service = { directory, now: () => identity.now(), deletions: new GroupDeletions(directory) };
  const limits = new RateLimits();
  const route: LabRoute = {
    methods: METHODS,
    path: ARM_PATH,
    async handle(exchange) {
      identify(exchange);
      try {
        send(exchange, await answer(exchange, identity, service, limits));
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        send(exchange, { status: error.status, body: error.body(), headers: error.headers });
      }
    },
  };
  return underFaults([route], faults, REFUSALS);
}

async function answer(
  { request, response, rest }: Exchange,
  identity: IdentityService,
  service: ArmService,
  limits: RateLimits,
): Promise<ArmAnswer> {
  const origin = originOf(request);
  const { searchParams: query } = new URL(request.url ?? "/", origin);
  const version = query.get("api-version");
  if (!version) throw new ArmError("MissingApiVersionParameter");
  const verified = verifyAccessToken(identity, request, "arm");
  if (!verified.ok) throw refusedToken(verified.code, origin);
  const method = request.method ?? "";
  const path = `/${rest}`;
  const { operation, params } = findOperation(method, path);
  const supported: readonly string[] = API_VERSIONS[operation.versions];
  if (!supported.includes(version))
    throw new ArmError("InvalidApiVersionParameter", { version, supported: supported.join(", ") });
  const base = `${origin}${ARM_PATH.slice(0, -1)}`;
  const call = { service, ...verified.value, method, path, params, query, base, body: undefined };
  for (const [name, value] of Object.entries(limits.count(call))) response.setHeader(name, value);
  return operation.handle({ ...call, body: await readJson(request, MAX_BODY_BYTES) });
}

function findOperation(method: string, path: string): { operation: ArmOperation; params: Params } {
  const fitting = OPERATIONS.flatMap(({ operation, template }) => {
    const params = template.match(path);
    return params ? [{ operation, params }] : [];
  });
  const found = fitting.find(({ operation }) => operation.method === method);
  if (found) return found;
  throw fitting.length > 0
    ? new ArmError("HttpMethodNotAllowed", { method })
    : new ArmError("ResourceNotFound", { path });
}

type Params = Readonly<Record<string, string>>;

function refusedToken(fault: TokenFault, origin: string): ArmError {
  const challenge = `Bearer authorization_uri="${origin}/common", error="invalid_token"`;
  return new ArmError(TOKEN_ERRORS[fault], { tenant: origin }, { "www-authenticate": challenge });
}

/** Sets the headers by which Azure finds a request again. */
function identify({ request, response }: Pick<Exchange, "request" | "response">): void {
  const id = randomUUID();
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  response.setHeader("x-ms-request-id", id);
  response.setHeader("x-ms-correlation-request-id", request.headers["x-ms-correlation-request-id"] ?? id);
  response.setHeader("x-ms-routing-request-id", `LAB:${time}:${id}`);
  const own = request.headers["x-ms-client-request-id"];
  const wantsOwn = request.headers["x-ms-return-client-request-id"] === "true";
  if (own && wantsOwn) response.setHeader("x-ms-client-request-id", own);
}

function send({ request, response }: Exchange, { status, body, headers = {} }: ArmAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body !== undefined && request.method !== "HEAD") sendJson(response, status, body);
  else response.writeHead(status, { "cache-control": "no-store" }).end();
}
