import { asc, eq, isNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  type AzureServiceType,
  azureServices,
  azureTenants,
  cloudEnvironments,
  serviceConnectionPoint,
  sites,
} from "@/lib/db/schema";
import { ENDPOINT_CATALOGUE, endpointKey, isConcrete, isHostOf, isOfVersion } from "./catalogue";
import type { CatalogueEndpoint, EndpointFeature, EndpointPurpose } from "./model";

type EnvironmentRow = typeof cloudEnvironments.$inferSelect;

/** The addresses of an environment's row that are asked, and for what. */
const ENVIRONMENT_ENDPOINTS = [
  { column: "catalogueMetadataUrl", feature: "updates", purpose: "catalogue-metadata" },
  { column: "catalogueTargetsUrl", feature: "updates", purpose: "catalogue-files" },
  { column: "usageDataUrl", feature: "usage-data", purpose: "usage-data" },
  { column: "loginUrl", feature: "azure-sign-in", purpose: "tokens" },
  { column: "graphUrl", feature: "cloud-services", purpose: "directory" },
  { column: "armUrl", feature: "azure-resources", purpose: "resource-manager" },
  { column: "logAnalyticsUrl", feature: "log-analytics", purpose: "log-analytics" },
  { column: "storeUrl", feature: "store", purpose: "store" },
] as const satisfies readonly {
  column: keyof EnvironmentRow;
  feature: EndpointFeature;
  purpose: EndpointPurpose;
}[];

/** What a connected Azure service needs (reference/azure-services.md §3). */
const NEEDED_BY_SERVICE = {
  CloudManagement: ["azure-sign-in", "cloud-services"],
  StoreForBusiness: ["azure-sign-in", "store"],
  DesktopAnalytics: ["azure-sign-in", "desktop-analytics"],
  LogAnalyticsConnector: ["azure-sign-in", "azure-resources", "log-analytics"],
} as const satisfies Record<AzureServiceType, readonly EndpointFeature[]>;

/** What the role needs of its own environment, whatever is connected. */
const NEEDED_BY_THE_ROLE: readonly EndpointFeature[] = ["updates", "usage-data"];

/** The cloud whose endpoints the catalogue lists. */
const CATALOGUE_CLOUD = "AzurePublic";

/** One address that can be tested. */
export interface EndpointTarget {
  /** `endpointKey` of its address. */
  endpoint: string;
  features: EndpointFeature[];
  purpose: EndpointPurpose;
  /** Whose row names it; null: the catalogue. */
  environment: { id: string; name: string } | null;
  /** Trusted for it beside the authorities of the runtime, PEM. */
  certificateAuthorities: string | null;
  /** What is connected now needs it: it is tested by schedule, and missed when it cannot be reached. */
  needed: boolean;
}

/** What the hierarchy asks of the internet. */
export interface EndpointNeeds {
  targets: EndpointTarget[];
  /** Features that something connected needs now. */
  connected: ReadonlySet<EndpointFeature>;
  /** Rows of the catalogue that are for the version of the top-level site. */
  catalogue: readonly CatalogueEndpoint[];
  siteVersion: string;
}

/** Every address the role may have to reach, and which of them what is connected needs now. */
export async function readEndpointNeeds(db: Database): Promise<EndpointNeeds> {
  const siteVersion = await topLevelVersion(db);
  const catalogue = ENDPOINT_CATALOGUE.filter((row) => isOfVersion(row, siteVersion));
  const needs = await readNeeds(db);
  const environments = await db.select().from(cloudEnvironments).orderBy(asc(cloudEnvironments.id));
  const targets = new Map<string, EndpointTarget>();
  for (const environment of environments) {
    const needed = needs.get(environment.id);
    if (needed) addTargets(targets, environmentTargets(environment, needed));
  }
  const publicNeeds = needs.get(CATALOGUE_CLOUD)?.services ?? new Set();
  addTargets(
    targets,
    catalogue.flatMap((row) => catalogueTarget(row, publicNeeds)),
  );
  const connected = new Set([...needs.values()].flatMap(({ role, services }) => [...role, ...services]));
  return { targets: [...targets.values()], connected, catalogue, siteVersion };
}

/** Whether a host is one that an address or a pattern of the catalogue names: a redirect may lead there. */
export function isKnownHost({ targets, catalogue }: EndpointNeeds, host: string): boolean {
  return (
    targets.some(({ endpoint }) => new URL(endpoint).hostname === host) ||
    catalogue.some((row) => isHostOf(row, host))
  );
}

interface Needs {
  role: ReadonlySet<EndpointFeature>;
  services: ReadonlySet<EndpointFeature>;
}

async function readNeeds(db: Database): Promise<Map<string, Needs>> {
  const [role] = await db
    .select({ environmentId: serviceConnectionPoint.environmentId })
    .from(serviceConnectionPoint);
  const services = await db
    .selectDistinct({ type: azureServices.type, environmentId: azureTenants.environmentId })
    .from(azureServices)
    .innerJoin(azureTenants, eq(azureTenants.id, azureServices.tenant));
  const used = new Set(services.map(({ environmentId }) => environmentId));
  if (role) used.add(role.environmentId);
  return new Map(
    [...used].map((id) => [
      id,
      {
        role: new Set(id === role?.environmentId ? NEEDED_BY_THE_ROLE : []),
        services: new Set(
          services
            .filter(({ environmentId }) => environmentId === id)
            .flatMap(({ type }) => NEEDED_BY_SERVICE[type]),
        ),
      },
    ]),
  );
}

function environmentTargets(environment: EnvironmentRow, { role, services }: Needs): EndpointTarget[] {
  const { id, name, certificateAuthorities } = environment;
  return ENVIRONMENT_ENDPOINTS.flatMap(({ column, feature, purpose }) => {
    const url = environment[column];
    if (url === null) return [];
    const needed = role.has(feature) || services.has(feature);
    const target = { endpoint: endpointKey(url), features: [feature], purpose, needed };
    return [{ ...target, environment: { id, name }, certificateAuthorities }];
  });
}

function catalogueTarget(row: CatalogueEndpoint, needs: ReadonlySet<EndpointFeature>): EndpointTarget[] {
  if (!isConcrete(row) || !row.requiredBy.includes("scp")) return [];
  const { feature, purpose } = row;
  return [
    {
      endpoint: endpointKey(`${row.scheme}://${row.host}${row.path ?? "/"}`),
      features: [feature],
      purpose,
      environment: null,
      certificateAuthorities: null,
      needed: needs.has(feature),
    },
  ];
}

/** An address that several features need is one target. */
function addTargets(targets: Map<string, EndpointTarget>, added: readonly EndpointTarget[]): void {
  for (const target of added) {
    const known = targets.get(target.endpoint);
    if (!known) {
      targets.set(target.endpoint, target);
      continue;
    }
    targets.set(target.endpoint, {
      ...known,
      features: [...new Set([...known.features, ...target.features])],
      needed: known.needed || target.needed,
    });
  }
}

/** As the catalogue counts, e.g. `1906`; before there is a site every row is shown that has no end. */
async function topLevelVersion(db: Database): Promise<string> {
  const [site] = await db.select({ version: sites.version }).from(sites).where(isNull(sites.parentSiteCode));
  return site?.version ?? "9999";
}
