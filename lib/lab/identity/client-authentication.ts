import type { IncomingMessage } from "node:http";
import { ok, type Result } from "@/lib/result";
import { findClient, findServicePrincipal } from "../directory/find";
import type { Application, ServicePrincipal, Tenant } from "../directory/model";
import { hashSecret } from "../directory/password-credential";
import { type AadstsCode, refuse } from "./aadsts-errors";
import type { IdentityService } from "./identity-service";

/** How a client says who it is. */
export interface ClientCredentials {
  clientId: string;
  secret: string | undefined;
  hasAssertion: boolean;
}

export interface Client {
  application: Application;
  principal: ServicePrincipal;
}

/** From the header (RFC 6749 §2.3.1: form-encoded, then base64) or from the body. */
export function readClientCredentials(
  request: Pick<IncomingMessage, "headers">,
  form: URLSearchParams,
): ClientCredentials {
  const hasAssertion = form.has("client_assertion");
  const basic = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const pair = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? "", "base64").toString("utf8"));
  if (!pair)
    return {
      clientId: form.get("client_id") ?? "",
      secret: form.get("client_secret") ?? undefined,
      hasAssertion,
    };
  const [, clientId = "", secret = ""] = pair;
  return { clientId: formDecode(clientId), secret: formDecode(secret), hasAssertion };
}

/** The app of that client id, if it may ask for tokens in the tenant at all. */
export function findActiveClient(tenant: Tenant, clientId: string): Result<Client, AadstsCode> {
  if (clientId === "") return refuse("AADSTS90014", { field: "client_id" });
  const application = findClient(tenant, clientId);
  if (!application) return refuse("AADSTS700016", { appId: clientId, tenant: tenant.displayName });
  const principal = findServicePrincipal(tenant, application.appId);
  const appId = application.appId;
  if (!principal) return refuse("AADSTS7000229", { appId, tenant: tenant.id });
  if (!principal.accountEnabled) return refuse("AADSTS7000112", { appId, appName: application.displayName });
  if (tenant.conditionalAccess.blockedAppIds.includes(appId)) return refuse("AADSTS53003");
  return ok({ application, principal });
}

/** The app of that client id, in whichever tenant where none was named. */
export function findAnyClient(
  { directory }: IdentityService,
  asked: Tenant | null,
  clientId: string,
): Result<Application, AadstsCode> {
  if (clientId === "") return refuse("AADSTS90014", { field: "client_id" });
  const tenants = asked ? [asked] : directory.tenants();
  const found = tenants.flatMap((tenant) => findClient(tenant, clientId) ?? [])[0];
  return found ? ok(found) : refuse("AADSTS700016", { appId: clientId, tenant: asked?.displayName ?? "any" });
}

/** Any of the app's secrets will do, as long as it has not expired: while one is renewed, two are valid. */
export function checkSecret(
  { faults, now }: Pick<IdentityService, "faults" | "now">,
  { appId, passwordCredentials }: Application,
  secret: string,
): Result<null, AadstsCode> {
  const time = now().getTime();
  const hash = hashSecret(secret);
  const matching = passwordCredentials.filter(
    ({ secretHash, startDateTime, usableFrom }) =>
      secretHash === hash && Date.parse(startDateTime) <= time && Date.parse(usableFrom) <= time,
  );
  if (matching.length === 0) return refuse("AADSTS7000215", { appId });
  const isExpired =
    faults.take("expired-secret", (fault) => fault.appId === appId) !== undefined ||
    matching.every(({ endDateTime }) => Date.parse(endDateTime) <= time);
  return isExpired ? refuse("AADSTS7000222", { appId }) : ok(null);
}

/** Whether the app is one that cannot keep a secret, such as a program on somebody's computer. */
export const isPublicClient = ({ isFallbackPublicClient }: Application): boolean =>
  isFallbackPublicClient === true;

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
