import type { Result } from "@/lib/result";
import { type AadstsCode, type Refusal, refuse } from "../aadsts-errors";
import { findActiveClient, isPublicClient } from "../client-authentication";
import type { IdentityService } from "../identity-service";
import { findGrantUser, issueToUser } from "./issue-to-user";
import type { TokenAnswer, TokenRequest } from "./token-request";

/** Whether somebody has signed in for the device by now (reference/protocols/identity.md §5). */
export function deviceCode(
  service: IdentityService,
  request: TokenRequest,
): Result<TokenAnswer, AadstsCode> | Refusal {
  const { form, credentials, tenant: asked } = request;
  const code = form.get("device_code") ?? form.get("code");
  if (!code) return refuse("AADSTS90014", { field: "device_code" });
  const found = service.devices.find(code, service.now());
  const signIn = found?.value;
  if (!signIn || signIn.clientId !== credentials.clientId.toLowerCase()) return refuse("AADSTS70018");
  if (asked && signIn.tenantId !== null && asked.id !== signIn.tenantId) return refuse("AADSTS70018");
  if (signIn.outcome === "declined") return { ...refuse("AADSTS65004"), error: "authorization_declined" };
  if (found.isExpired) return refuse("AADSTS70020");
  if (signIn.outcome === "pending") return refuse("AADSTS70016");

  const owner = findGrantUser(service, signIn.outcome);
  if (!owner.ok) return owner;
  const client = findActiveClient(owner.value.tenant, signIn.clientId);
  if (!client.ok) return client;
  if (!isPublicClient(client.value.application)) return refuse("AADSTS7000218");
  const { clientId, scopes } = signIn;
  const issued = issueToUser(
    service,
    request,
    { ...signIn.outcome, clientId, scopes },
    client.value,
    owner.value,
  );
  // Like an authorization code, it is good for one answer.
  if (issued.ok) service.devices.remove(code);
  return issued;
}
