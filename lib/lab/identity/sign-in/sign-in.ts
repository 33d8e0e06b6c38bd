import { verifyPassword } from "@/lib/access/password";
import { findUser } from "../../directory/find";
import type { Tenant, User } from "../../directory/model";
import type { Page } from "../../pages/send-page";
import type { Exchange } from "../../router";
import { type Refusal, refuse } from "../aadsts-errors";
import { type Client, findActiveClient } from "../client-authentication";
import type { IdentityService, SignInSession } from "../identity-service";
import type { RequestedScopes } from "../scopes";
import { askConsent } from "./ask-consent";
import { beginSession, readSession } from "./session-cookie";
import { type HiddenFields, signInPage } from "./sign-in-pages";

/** What an app wants a user for. */
export interface SignInRequest {
  /** Null: that of whoever signs in. */
  tenant: Tenant | null;
  clientId: string;
  appName: string;
  scopes: RequestedScopes;
  prompt: string;
  loginHint: string;
  hidden: HiddenFields;
}

export interface SignedIn {
  tenant: Tenant;
  user: User;
  client: Client;
  session: SignInSession;
}

/** Where a sign-in stands: something to show, something to tell the app, or somebody. */
export type SignInStep =
  | { kind: "page"; page: Page }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "signed-in"; signedIn: SignedIn };

/**
 * Takes a sign-in as far as it goes: who it is, whether that one may use the app, and whether the app may do what it wants.
 * @param form the fields of the step before; empty at the first
 */
export async function signIn(
  service: IdentityService,
  exchange: Exchange,
  form: URLSearchParams,
  request: SignInRequest,
): Promise<SignInStep> {
  const { prompt, appName, hidden, loginHint } = request;
  const login = form.get("login");
  const askAgain = (hint: string, fault?: Refusal): SignInStep => ({
    kind: "page",
    page: signInPage({ appName, loginHint: hint, hidden, fault }),
  });
  let session: SignInSession | undefined;
  if (login !== null) {
    const checked = await checkPassword(service, request.tenant, login, form.get("passwd") ?? "");
    if (!("userId" in checked)) return askAgain(login, checked);
    session = beginSession(service, exchange, checked);
  } else if (form.has("decision") || !["login", "select_account"].includes(prompt)) {
    session = readSession(service, exchange);
  }
  const tenant = session && service.directory.tenant(session.tenantId);
  const user = tenant?.users.find(({ id }) => id === session?.userId);
  const isElsewhere = request.tenant !== null && request.tenant.id !== tenant?.id;
  if (!session || !tenant || !user?.accountEnabled || isElsewhere)
    return prompt === "none" ? { kind: "refused", refusal: refuse("AADSTS50058") } : askAgain(loginHint);

  const client = findActiveClient(tenant, request.clientId);
  if (!client.ok) return { kind: "refused", refusal: client };
  const signedIn = { tenant, user, client: client.value, session };
  if (!isAssigned(signedIn))
    return {
      kind: "refused",
      refusal: refuse("AADSTS50105", { user: user.userPrincipalName, appId: request.clientId }),
    };
  return askConsent(service, exchange, form, request, signedIn);
}

async function checkPassword(
  { directory, now }: IdentityService,
  asked: Tenant | null,
  login: string,
  password: string,
): Promise<SignInSession | Refusal> {
  const tenant = asked ?? directory.tenant(login.split("@")[1] ?? "");
  const user = tenant && findUser(tenant, login);
  if (!tenant || !user) return refuse("AADSTS50034", { user: login, tenant: tenant?.displayName ?? "lab's" });
  const isRight = await verifyPassword(user.passwordHash || null, password);
  if (!isRight) return refuse("AADSTS50126");
  if (!user.accountEnabled) return refuse("AADSTS50057");
  return { tenantId: tenant.id, userId: user.id, authenticatedAt: now() };
}

/** Some apps are for those only who were assigned to them, themselves or by a group. */
function isAssigned({ tenant, user, client: { principal } }: SignedIn): boolean {
  if (!principal.appRoleAssignmentRequired) return true;
  const groups = tenant.groups.filter(({ members }) => members.includes(user.id));
  const ids = [user.id, ...groups.map(({ id }) => id)];
  return tenant.appRoleAssignments.some(
    ({ principalId, resourceId }) => resourceId === principal.id && ids.includes(principalId),
  );
}
