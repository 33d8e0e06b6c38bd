import { findServicePrincipal, publishedBy } from "../directory/find";
import { RESOURCE_APPS, type ResourceName } from "../directory/microsoft-apps";
import type { ServicePrincipal, Tenant } from "../directory/model";
import { ARM_PATH, GRAPH_PATH } from "../lab-environment-row";

/** The APIs that the lab itself serves, by the path they are below. */
const SERVED_HERE = { graph: GRAPH_PATH, arm: ARM_PATH } as const satisfies Partial<
  Record<ResourceName, string>
>;

/**
 * What a token for one of Microsoft's APIs may be made out to.
 * @param origin of the lab: its own addresses are names of the APIs that it serves
 */
export function audiencesOf(resource: ResourceName, origin: string): readonly string[] {
  const { appId, names } = RESOURCE_APPS[resource];
  return [appId, ...names, ...namesHere(resource, origin)];
}

/** The API that a request for a token names, if the tenant knows it. */
export function findResource(tenant: Tenant, origin: string, name: string): ServicePrincipal | undefined {
  const served = Object.entries(RESOURCE_APPS).find(([resource]) =>
    namesHere(resource, origin).includes(name),
  );
  if (served) return findServicePrincipal(tenant, served[1].appId);
  return tenant.servicePrincipals.find((principal) =>
    publishedBy(tenant, principal).servicePrincipalNames.includes(name),
  );
}

function namesHere(resource: string, origin: string): string[] {
  const [, path] = Object.entries(SERVED_HERE).find(([name]) => name === resource) ?? [];
  return path ? [`${origin}${path}`, `${origin}${path.replace(/\/$/, "")}`] : [];
}
