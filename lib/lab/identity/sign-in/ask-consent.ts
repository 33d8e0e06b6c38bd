import { originOf } from "../../local-request";
import type { Exchange } from "../../router";
import { type Refusal, refuse } from "../aadsts-errors";
import { findResource } from "../audiences";
import {
  addConsent,
  type ConsentQuestion,
  grantedScopes,
  isConsentAdministrator,
  isConsentRevoked,
  mayConsent,
  wantedScopes,
} from "../consent";
import type { IdentityService } from "../identity-service";
import type { SignedIn, SignInRequest, SignInStep } from "./sign-in";
import { approvalPage, consentPage } from "./sign-in-pages";

/** Lets the user decide about what the app wants and was not granted yet. */
export async function askConsent(
  service: IdentityService,
  exchange: Exchange,
  form: URLSearchParams,
  { scopes, prompt, hidden }: SignInRequest,
  signedIn: SignedIn,
): Promise<SignInStep> {
  const { tenant, user, client } = signedIn;
  const resource = findResource(tenant, originOf(exchange.request), scopes.resource);
  if (!resource)
    return refused(refuse("AADSTS500011", { resource: scopes.resource, tenant: tenant.displayName }));
  const question: ConsentQuestion = {
    tenant,
    client: client.application,
    clientPrincipal: client.principal,
    resource,
    values: scopes.values,
    resourceName: scopes.resource,
  };
  const wanted = wantedScopes(question);
  if (!wanted.ok) return refused(wanted);
  const granted = grantedScopes(question, user.id, service.faults);
  const missing = wanted.value.filter(({ value }) => !granted.includes(value));
  const decision = form.get("decision");
  const isOpen = missing.length > 0 || (prompt === "consent" && decision === null && wanted.value.length > 0);
  if (!isOpen) return { kind: "signed-in", signedIn };

  const { appId, displayName: appName } = client.application;
  const may = mayConsent(user, wanted.value);
  if (decision === "cancel") return refused(refuse("AADSTS65004"));
  if (decision === "give-up") return refused(refuse("AADSTS90094", { tenant: tenant.displayName, appName }));
  if (prompt === "none")
    return refused({ ...refuse("AADSTS65001", { appId, appName }), error: "interaction_required" });
  if (decision === "accept" && may) {
    const isForAll = form.get("for_all") === "1" && isConsentAdministrator(user);
    const values = wanted.value.map(({ value }) => value);
    await service.directory.change(tenant.id, (draft) =>
      addConsent(draft, client.principal.id, resource.id, values, isForAll ? null : user.id),
    );
    // A consent that is switched off stays off, whoever consents.
    const isRevoked = isConsentRevoked(service.faults, appId);
    return isRevoked ? refused(refuse("AADSTS65001", { appId, appName })) : { kind: "signed-in", signedIn };
  }
  const consent = {
    tenant,
    user,
    application: client.application,
    scopes: missing.length > 0 ? missing : wanted.value,
    mayConsentForAll: isConsentAdministrator(user),
    hidden,
  };
  return { kind: "page", page: may ? consentPage(consent) : approvalPage(consent) };
}

const refused = (refusal: Refusal): SignInStep => ({ kind: "refused", refusal });
