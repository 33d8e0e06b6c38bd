import type { Application, Tenant } from "../../directory/model";
import { GraphError } from "../graph-error";

/**
 * The rules that an app registration must keep in its tenant (reference/protocols/graph.md §3.1).
 * @param before the same one before the change
 * @throws GraphError
 */
export function checkApplication(tenant: Tenant, after: Application, before?: Application): void {
  for (const uri of after.identifierUris) checkIdentifierUri(tenant, after, uri);
  const redirects = [after.web, after.spa, after.publicClient].flatMap(({ redirectUris }) => redirectUris);
  const invalid = redirects.find((uri) => !URL.canParse(uri));
  if (invalid !== undefined) refuse("redirectUris");
  for (const { property, all } of entitlementsOf(after)) {
    if (!isUnique(all.map(({ id }) => id))) refuse(property);
    if (!isUnique(all.flatMap(({ value }) => value ?? []))) refuse(property);
  }
  checkUniqueName(tenant, after, before);
  if (before) checkRemovals(before, after);
}

/** One that is removed must have been disabled before. */
function checkRemovals(before: Application, after: Application): void {
  const left = entitlementsOf(after).flatMap(({ all }) => all);
  const removed = entitlementsOf(before)
    .flatMap(({ all }) => all)
    .filter(({ id }) => !left.some((other) => other.id === id));
  if (removed.some(({ isEnabled }) => isEnabled)) throw new GraphError("entitlement-enabled");
}

interface Entitlements {
  property: string;
  all: readonly { id: string; value: string | null; isEnabled: boolean }[];
}

const entitlementsOf = ({ appRoles, api }: Application): Entitlements[] => [
  { property: "appRoles", all: appRoles },
  { property: "oauth2PermissionScopes", all: api.oauth2PermissionScopes },
];

/** The name that a client gave; it never changes, and no two apps have the same. */
function checkUniqueName(tenant: Tenant, { id, uniqueName }: Application, before?: Application): void {
  if (before?.uniqueName && before.uniqueName !== uniqueName) refuse("uniqueName");
  const isTaken = othersOf(tenant, id).some(
    (other) => uniqueName !== null && other.uniqueName === uniqueName,
  );
  if (isTaken) throw new GraphError("property-conflict", { property: "uniqueName" });
}

/** `api://` its own id or the tenant's, or an address below a verified domain. Deleted apps still hold theirs. */
function checkIdentifierUri(tenant: Tenant, application: Application, uri: string): void {
  const {
    scheme = "",
    host = "",
    path = "",
  } = /^(?<scheme>[a-z]+):\/\/(?<host>[^/]+)(?<path>\/.*)?$/.exec(uri)?.groups ?? {};
  if (scheme !== "api" && scheme !== "https") refuse("identifierUris");
  const isOwn =
    scheme === "api"
      ? host === application.appId || (host === tenant.id && path.length > 1)
      : tenant.verifiedDomains.some(({ name }) => host === name || host.endsWith(`.${name}`));
  if (!isOwn) throw new GraphError("host-not-verified", { uri });
  const isTaken = othersOf(tenant, application.id).some(({ identifierUris }) => identifierUris.includes(uri));
  if (isTaken) throw new GraphError("property-conflict", { property: "identifierUris" });
}

const othersOf = ({ applications, deletedApplications }: Tenant, id: string): Application[] =>
  [...applications, ...deletedApplications].filter((other) => other.id !== id);

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

function refuse(property: string): never {
  throw new GraphError("property-invalid", { property, resource: "Application" });
}
