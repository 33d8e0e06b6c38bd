import { z } from "zod";
import { type AzureCallParams, AzureError, type AzureErrorCode } from "./azure-error";
import type { AzureAnswer } from "./azure-http";
import { requestIdOf } from "./azure-http";
import type { AzureNeed } from "./azure-need";
import type { AzureSession } from "./azure-session";
import { parseJson } from "./parse-json";

/** What Graph and Azure Resource Manager call their refusals (reference/protocols/graph.md §1, arm.md §2). */
const BY_AZURE_CODE: Readonly<Record<string, AzureErrorCode>> = {
  ObjectConflict: "azure-object-exists",
  Request_MultipleObjectsWithSameKeyValue: "azure-object-exists",
  HostNameNotOnVerifiedDomain: "app-id-uri-refused",
  CredentialInvalidLifetimeAsPerAppPolicy: "secret-forbidden-by-policy",
  CredentialTypeNotAllowedAsPerAppPolicy: "secret-forbidden-by-policy",
  InvalidAuthenticationTokenTenant: "account-of-another-tenant",
  RequestDisallowedByPolicy: "azure-policy-refused",
};

const BY_STATUS: Readonly<Record<number, AzureErrorCode>> = {
  401: "token-refused",
  404: "azure-object-not-found",
  409: "azure-object-exists",
  410: "azure-object-not-found",
};

const codeSchema = z.object({ code: z.string().optional(), target: z.string().nullish() });
const bodySchema = z.object({
  error: z.looseObject({
    code: z.string(),
    details: z.array(codeSchema).nullish(),
    innerError: codeSchema.nullish(),
    innererror: codeSchema.nullish(),
  }),
});

/**
 * A refusal of Graph or Azure Resource Manager. A 403 names what the call needs and who can give it: to an app a
 * permission, to an administrator a role.
 */
export function apiError(
  answer: AzureAnswer,
  {
    params,
    need,
    session,
  }: { params: AzureCallParams; need: AzureNeed; session: Pick<AzureSession, "kind"> },
): AzureError {
  const { codes, target } = readCodes(answer.body);
  const known = codes.find((code) => BY_AZURE_CODE[code]);
  const told = {
    ...params,
    status: answer.status,
    requestId: requestIdOf(answer),
    azureCode: known ?? codes.at(-1) ?? `HTTP ${answer.status}`,
    permission: need.permission,
    grantedBy: need.grantedBy.join(", "),
    allowedTo: need.allowedTo.join(", "),
  };
  const code = known && BY_AZURE_CODE[known];
  if (code === "azure-object-exists" && target === "identifierUris")
    return new AzureError("app-id-uri-taken", told);
  if (code) return new AzureError(code, told);
  if (answer.status === 403) {
    const ownRole = session.kind === "administrator" && need.allowedTo.length > 0;
    return new AzureError(ownRole ? "directory-role-missing" : "permission-missing", told);
  }
  return new AzureError(BY_STATUS[answer.status] ?? "azure-request-refused", told);
}

/** Codes may be nested, the deepest first; new ones appear, and only what looks like one is passed on. */
function readCodes(body: Buffer): { codes: string[]; target: string | null } {
  const parsed = bodySchema.safeParse(parseJson(body));
  if (!parsed.success) return { codes: [], target: null };
  const { code, details, innerError, innererror } = parsed.data.error;
  const inner = [...(details ?? []), innerError, innererror];
  const codes = [...inner.map((part) => part?.code ?? ""), code].filter((name) => /^[\w.]{1,80}$/.test(name));
  return { codes, target: details?.find((part) => part.target)?.target ?? null };
}
