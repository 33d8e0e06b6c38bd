import type { Tenant } from "../directory/model";
import type { GraphAnswer, GraphCall, GraphOperation } from "./graph-operation";
import { listAnswer } from "./odata/answer";
import { hasScope, permit } from "./permissions";

/** What everybody who signed in may know of the tenant. */
const FOR_EVERYBODY = ["id", "displayName", "verifiedDomains"];

/** The tenant itself, a list of one (reference/protocols/graph.md §2). */
export const ORGANIZATION_OPERATIONS: readonly GraphOperation[] = [
  { method: "GET", path: "/organization", handle: getOrganization },
];

function getOrganization(call: GraphCall): GraphAnswer {
  permit(call, "organization.read");
  const mayReadAll =
    call.claims.idtyp === "app" ||
    hasScope(call, "Organization.Read.All", "Directory.Read.All", "Directory.AccessAsUser.All");
  const organization = organizationBody(call.tenant);
  const shown = Object.entries(organization).map(([name, value]) => [
    name,
    mayReadAll || FOR_EVERYBODY.includes(name) ? value : hidden(value),
  ]);
  return listAnswer(call, "organization", [Object.fromEntries(shown)]);
}

const hidden = (value: unknown) => (Array.isArray(value) ? [] : null);

const organizationBody = (tenant: Tenant) => ({
  id: tenant.id,
  deletedDateTime: null,
  displayName: tenant.displayName,
  tenantType: "AAD",
  countryLetterCode: tenant.countryLetterCode,
  createdDateTime: tenant.createdDateTime,
  onPremisesSyncEnabled: null,
  onPremisesLastSyncDateTime: null,
  technicalNotificationMails: tenant.users.flatMap(({ mail, directoryRoles }) =>
    mail && directoryRoles.length > 0 ? [mail] : [],
  ),
  verifiedDomains: tenant.verifiedDomains.map(({ name, isDefault, isInitial }) => ({
    capabilities: isInitial ? "Email" : "Email, OfficeCommunicationsOnline",
    isDefault,
    isInitial,
    name,
    type: "Managed",
  })),
  assignedPlans: [],
  provisionedPlans: [],
  businessPhones: [],
});
