import type { Subscription } from "../directory/model";
import { inSubscription, scopeOf } from "./access";
import { ArmError } from "./arm-error";
import type { ArmAnswer, ArmOperation, SubscriptionCall } from "./arm-operation";
import { listPage } from "./list-page";
import { REGIONS } from "./locations";

interface Provider {
  namespace: string;
  /** Those that need no registration are always there. */
  registrationPolicy: "RegistrationRequired" | "RegistrationFree";
  resourceTypes: readonly { resourceType: string; apiVersions: readonly string[] }[];
}

/** Providers that a cloud management gateway or a workspace needs (reference/protocols/arm.md §1, §12). */
const PROVIDERS = [
  {
    namespace: "Microsoft.Resources",
    registrationPolicy: "RegistrationFree",
    resourceTypes: [
      { resourceType: "subscriptions", apiVersions: ["2022-12-01", "2021-01-01"] },
      { resourceType: "resourceGroups", apiVersions: ["2025-04-01", "2021-04-01"] },
    ],
  },
  {
    namespace: "Microsoft.Compute",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [{ resourceType: "virtualMachineScaleSets", apiVersions: ["2021-03-01"] }],
  },
  {
    namespace: "Microsoft.KeyVault",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [{ resourceType: "vaults", apiVersions: ["2019-09-01"] }],
  },
  {
    namespace: "Microsoft.Network",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [{ resourceType: "publicIPAddresses", apiVersions: ["2021-02-01"] }],
  },
  {
    namespace: "Microsoft.OperationalInsights",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [{ resourceType: "workspaces", apiVersions: ["2021-06-01"] }],
  },
  {
    namespace: "Microsoft.Storage",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [{ resourceType: "storageAccounts", apiVersions: ["2021-04-01"] }],
  },
] as const satisfies Provider[];

const ONE = "/subscriptions/{subscriptionId}/providers/{resourceProviderNamespace}";

/** Resource providers and whether a subscription uses them (reference/protocols/arm.md §4). */
export const PROVIDER_OPERATIONS: readonly ArmOperation[] = [
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/providers",
    versions: "resources",
    handle: inSubscription("Microsoft.Resources/subscriptions/providers/read", (call) =>
      listPage(
        PROVIDERS.map((provider) => providerBody(call.subscription, provider)),
        call,
      ),
    ),
  },
  {
    method: "GET",
    path: ONE,
    versions: "resources",
    handle: inSubscription("Microsoft.Resources/subscriptions/providers/read", read),
  },
  {
    method: "POST",
    path: `${ONE}/register`,
    versions: "resources",
    handle: inSubscription("Microsoft.Resources/register/action", register),
  },
];

async function read(call: SubscriptionCall): Promise<ArmAnswer> {
  const provider = providerOf(call);
  // Its time is counted in questions: who asks once more finds it registered.
  if (call.subscription.registrations[provider.namespace] === "Registering")
    await setState(call, provider, "Registered");
  return { status: 200, body: providerBody(call.subscription, provider) };
}

async function register(call: SubscriptionCall): Promise<ArmAnswer> {
  const provider = providerOf(call);
  if (stateOf(call.subscription, provider) !== "NotRegistered")
    return { status: 200, body: providerBody(call.subscription, provider) };
  await setState(call, provider, "Registering");
  const registrations = { ...call.subscription.registrations, [provider.namespace]: "Registering" as const };
  return { status: 200, body: providerBody({ ...call.subscription, registrations }, provider) };
}

function setState(
  { service, tenant, subscription }: SubscriptionCall,
  { namespace }: Provider,
  state: "Registering" | "Registered",
): Promise<void> {
  return service.directory.change(tenant.id, ({ subscriptions }) => {
    const found = subscriptions.find((one) => one.subscriptionId === subscription.subscriptionId);
    if (found) found.registrations[namespace] = state;
  });
}

function providerOf({ params }: SubscriptionCall): Provider {
  const namespace = params.resourceProviderNamespace ?? "";
  const provider = PROVIDERS.find((one) => one.namespace.toLowerCase() === namespace.toLowerCase());
  if (!provider) throw new ArmError("InvalidResourceNamespace", { namespace });
  return provider;
}

const stateOf = ({ registrations }: Subscription, { namespace, registrationPolicy }: Provider) =>
  registrationPolicy === "RegistrationFree" ? "Registered" : (registrations[namespace] ?? "NotRegistered");

const providerBody = (subscription: Subscription, provider: Provider) => ({
  id: `${scopeOf(subscription)}/providers/${provider.namespace}`,
  namespace: provider.namespace,
  registrationPolicy: provider.registrationPolicy,
  registrationState: stateOf(subscription, provider),
  resourceTypes: provider.resourceTypes.map(({ resourceType, apiVersions }) => ({
    resourceType,
    locations: REGIONS.map(({ displayName }) => displayName),
    apiVersions,
    defaultApiVersion: apiVersions[0],
    capabilities: "None",
  })),
});
