import type { Subscription, Tenant } from "../directory/model";
import { ArmError } from "./arm-error";
import type { ArmAnswer, ArmCall, ArmOperation, SubscriptionCall } from "./arm-operation";

type RoleName = Subscription["roleAssignments"][number]["roleDefinitionName"];

/** What the built-in roles may do; `*` stands for anything (reference/protocols/arm.md §11). */
const ROLES = {
  Owner: { actions: ["*"], notActions: [] },
  Contributor: {
    actions: ["*"],
    notActions: ["Microsoft.Authorization/*/write", "Microsoft.Authorization/*/delete"],
  },
  Reader: { actions: ["*/read"], notActions: [] },
  "User Access Administrator": { actions: ["*/read", "Microsoft.Authorization/*"], notActions: [] },
} as const satisfies Record<RoleName, { actions: readonly string[]; notActions: readonly string[] }>;

/** States in which a subscription can be changed. */
const WRITABLE: readonly Subscription["state"][] = ["Enabled", "Warned"];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Path of a subscription, or of one of its resource groups. */
export const scopeOf = ({ subscriptionId }: Subscription, group?: string): string =>
  `/subscriptions/${subscriptionId}${group === undefined ? "" : `/resourceGroups/${group}`}`;

/** Whether a role of the caller, or of a group of theirs, allows an action at a scope. */
export function isAllowed(
  { tenant, claims }: Pick<ArmCall, "tenant" | "claims">,
  subscription: Subscription,
  action: string,
  scope: string,
): boolean {
  return rolesOf(tenant, claims.oid, subscription).some(({ roleDefinitionName, scope: assigned }) => {
    const { actions, notActions } = ROLES[roleDefinitionName];
    const isNamed = (patterns: readonly string[]) => patterns.some((pattern) => fits(pattern, action));
    return isWithin(scope, assigned) && isNamed(actions) && !isNamed(notActions);
  });
}

/** Whoever may do anything in it sees that it is there. */
export const isVisible = (
  { tenant, claims }: Pick<ArmCall, "tenant" | "claims">,
  subscription: Subscription,
): boolean => rolesOf(tenant, claims.oid, subscription).length > 0;

/**
 * An operation below `/subscriptions/{subscriptionId}`, for those who may.
 * @param action null: for all who see the subscription
 */
export const inSubscription =
  (
    action: string | null,
    handle: (call: SubscriptionCall) => ArmAnswer | Promise<ArmAnswer>,
  ): ArmOperation["handle"] =>
  (call) => {
    const subscription = findSubscription(call);
    const scope = scopeOf(subscription, call.params.resourceGroupName);
    const may =
      action === null ? isVisible(call, subscription) : isAllowed(call, subscription, action, scope);
    if (!may)
      throw new ArmError("AuthorizationFailed", {
        principal: call.claims.oid,
        action: action ?? "Microsoft.Resources/subscriptions/read",
        scope,
      });
    if (action !== null && !action.endsWith("/read") && !WRITABLE.includes(subscription.state))
      throw new ArmError("ReadOnlyDisabledSubscription", { id: subscription.subscriptionId });
    return handle({ ...call, subscription });
  };

function findSubscription({ service, tenant, params, base }: ArmCall): Subscription {
  const id = params.subscriptionId ?? "";
  if (!GUID.test(id)) throw new ArmError("InvalidSubscriptionId", { id });
  const has = ({ subscriptions }: Tenant) =>
    subscriptions.find(({ subscriptionId }) => subscriptionId === id.toLowerCase());
  const own = has(tenant);
  if (own) return own;
  const owner = service.directory.tenants().find(has);
  if (!owner) throw new ArmError("SubscriptionNotFound", { id });
  const authority = `${new URL(base).origin}/${owner.id}`;
  throw new ArmError(
    "InvalidAuthenticationTokenTenant",
    { tenant: authority },
    { "www-authenticate": `Bearer authorization_uri="${authority}", error="invalid_token"` },
  );
}

function rolesOf(tenant: Tenant, principalId: string, { roleAssignments }: Subscription) {
  const groups = tenant.groups.filter(({ members }) => members.includes(principalId));
  const ids = [principalId, ...groups.map(({ id }) => id)];
  return roleAssignments.filter((assignment) => ids.includes(assignment.principalId));
}

const isWithin = (scope: string, assigned: string): boolean =>
  `${scope}/`.toLowerCase().startsWith(`${assigned}/`.toLowerCase());

/** `*` stands for anything, slashes too. */
function fits(pattern: string, action: string): boolean {
  const [start = "", ...ends] = pattern.toLowerCase().split("*");
  const end = ends.join("*");
  const wanted = action.toLowerCase();
  if (ends.length === 0) return wanted === start;
  return wanted.startsWith(start) && wanted.endsWith(end) && wanted.length >= start.length + end.length;
}
