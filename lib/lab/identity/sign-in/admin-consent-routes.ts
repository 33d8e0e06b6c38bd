import { isFromOwnPage } from "../../local-request";
import { sendPage } from "../../pages/send-page";
import { queryOf } from "../../query-of";
import { readForm } from "../../read-body";
import { type LabRoute, sendJson } from "../../router";
import { errorOf, type Refusal, refuse } from "../aadsts-errors";
import { findAnyClient } from "../client-authentication";
import { addAppRoles, addConsent, isConsentAdministrator, mayGrantAppRoles } from "../consent";
import type { IdentityService } from "../identity-service";
import { isRedirectOf, redirectUrisOf } from "../redirect-uris";
import { describeRefusal, traceIds } from "../refusal-body";
import { requestedTenant } from "../requested-tenant";
import { redirectBack } from "./redirect-back";
import { requiredPermissions } from "./required-permissions";
import { showRefusal } from "./show-refusal";
import { signIn } from "./sign-in";
import { adminConsentPage } from "./sign-in-pages";

/** Where an administrator grants an app all that its registration asks for, for everybody (§4). */
export const adminConsentRoute = (service: IdentityService): LabRoute => ({
  methods: ["GET", "POST"],
  path: "/:tenant/adminconsent",
  async handle(exchange) {
    const { request, response, params } = exchange;
    if (request.method === "POST" && !isFromOwnPage(request))
      return sendJson(response, 403, { code: "forbidden" });
    const form = await readForm(request);
    const query = queryOf(request);
    const tenant = requestedTenant(service, params.tenant ?? "");
    if (!tenant.ok) return showRefusal(service, exchange, tenant);
    const clientId = query.get("client_id") ?? "";
    const application = findAnyClient(service, tenant.value, clientId);
    if (!application.ok) return showRefusal(service, exchange, application);
    const { appId, displayName } = application.value;
    const redirectUri = query.get("redirect_uri") ?? "";
    if (!isRedirectOf(redirectUrisOf(application.value), redirectUri))
      return showRefusal(service, exchange, refuse("AADSTS50011", { redirectUri, appId }));

    const state = query.get("state") ?? undefined;
    const tell = (refusal: Refusal) =>
      redirectBack(response, redirectUri, "query", {
        error: errorOf(refusal),
        error_description: describeRefusal(refusal, traceIds(exchange), service.now()),
        state,
      });
    const step = await signIn(service, exchange, form, {
      tenant: tenant.value,
      clientId: appId,
      appName: displayName,
      scopes: { signIn: [], resource: appId, values: [], prefix: "" },
      prompt: "",
      loginHint: "",
      hidden: {},
    });
    if (step.kind === "page") return sendPage(response, 200, step.page);
    if (step.kind === "refused") return tell(step.refusal);
    const { user, client, tenant: home } = step.signedIn;
    const permissions = requiredPermissions(home, client.application);
    const may =
      isConsentAdministrator(user) &&
      permissions.every(({ resource, kind }) => kind === "scope" || mayGrantAppRoles(user, resource.appId));
    if (!may)
      return tell({
        ...refuse("AADSTS90094", { tenant: home.displayName, appName: displayName }),
        error: "permission_denied",
      });
    if (form.get("decision") === "cancel") return tell(refuse("AADSTS65004"));
    if (form.get("decision") !== "accept") {
      const listed = permissions.map(({ resource, name, value }) => ({
        resourceName: resource.displayName,
        name,
        value,
      }));
      return sendPage(response, 200, adminConsentPage(client.application, user, listed));
    }
    await service.directory.change(home.id, (draft) => {
      for (const { resource, kind, id, value } of permissions)
        if (kind === "scope") addConsent(draft, client.principal.id, resource.id, [value], null);
        else addAppRoles(draft, client.principal.id, resource.id, [id], service.now());
    });
    redirectBack(response, redirectUri, "query", { admin_consent: "True", tenant: home.id, state });
  },
});
