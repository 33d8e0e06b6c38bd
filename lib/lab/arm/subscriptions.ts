import type { Subscription, Tenant } from "../directory/model";
import { inSubscription, isVisible, scopeOf } from "./access";
import type { ArmAnswer, ArmCall, ArmOperation } from "./arm-operation";
import { listPage } from "./list-page";
import { REGIONS } from "./locations";

/** Who the caller is to Azure: its tenants, their subscriptions and where these may be used (reference/protocols/arm.md §4). */
export const SUBSCRIPTION_OPERATIONS: readonly ArmOperation[] = [
  {
    method: "GET",
    path: "/subscriptions",
    versions: "subscriptions",
    handle: (call) => {
      const visible = call.tenant.subscriptions.filter((subscription) => isVisible(call, subscription));
      const all = visible.map((subscription) => subscriptionBody(call.tenant, subscription));
      return endingEmpty(listPage(all, call));
    },
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}",
    versions: "subscriptions",
    handle: inSubscription(null, ({ tenant, subscription }) => ({
      status: 200,
      body: subscriptionBody(tenant, subscription),
    })),
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/locations",
    versions: "subscriptions",
    handle: inSubscription(null, ({ subscription }) => ({
      status: 200,
      body: { value: REGIONS.map((region) => locationBody(region, subscription)) },
    })),
  },
  { method: "GET", path: "/tenants", versions: "subscriptions", handle: listTenants },
];

const subscriptionBody = (tenant: Tenant, subscription: Subscription) => ({
  id: scopeOf(subscription),
  subscriptionId: subscription.subscriptionId,
  tenantId: tenant.id,
  displayName: subscription.displayName,
  state: subscription.state,
  subscriptionPolicies: {
    locationPlacementId: "Public_2014-09-01",
    quotaId: "PayAsYouGo_2014-09-01",
    spendingLimit: "Off",
  },
  authorizationSource: "RoleBased",
  managedByTenants: [],
});

function locationBody(region: (typeof REGIONS)[number], subscription: Subscription) {
  const { name, displayName, geographyGroup, latitude, longitude, physicalLocation, pairedWith } = region;
  const idOf = (location: string) => `${scopeOf(subscription)}/locations/${location}`;
  return {
    id: idOf(name),
    name,
    type: "Region",
    displayName,
    regionalDisplayName: `(${geographyGroup}) ${displayName}`,
    metadata: {
      regionType: "Physical",
      regionCategory: "Recommended",
      geographyGroup,
      latitude,
      longitude,
      physicalLocation,
      pairedRegion: [{ name: pairedWith, id: idOf(pairedWith) }],
    },
  };
}

function listTenants(call: ArmCall) {
  const { id, countryLetterCode, displayName, verifiedDomains } = call.tenant;
  const own = {
    id: `/tenants/${id}`,
    tenantId: id,
    countryCode: countryLetterCode,
    displayName,
    domains: verifiedDomains.map(({ name }) => name),
    defaultDomain: verifiedDomains.find(({ isDefault }) => isDefault)?.name,
    tenantCategory: "Home",
    tenantType: "AAD",
  };
  return endingEmpty(listPage([own], call));
}

/** These lists end with an empty link, others with none: clients meet both. */
const endingEmpty = ({ status, body }: ReturnType<typeof listPage>): ArmAnswer => ({
  status,
  body: { nextLink: "", ...body },
});
