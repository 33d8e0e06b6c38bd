import type { ProbedLayer } from "@/lib/db/schema";

/** What endpoints are for, in the order they are shown (reference/role.md §11). */
export const ENDPOINT_FEATURES = [
  "updates",
  "usage-data",
  "azure-sign-in",
  "cloud-services",
  "azure-resources",
  "log-analytics",
  "store",
  "desktop-analytics",
  "desktop-analytics-devices",
  "windows-servicing",
  "tenant-attach",
  "cmg-connection",
  "software-updates",
  "office",
  "console",
] as const;
export type EndpointFeature = (typeof ENDPOINT_FEATURES)[number];

/** Whose way to the internet an endpoint needs. */
export const ENDPOINT_PARTIES = ["scp", "cmg-connection-point", "sup", "console", "client"] as const;
export type EndpointParty = (typeof ENDPOINT_PARTIES)[number];

/** A row of the catalogue. */
export interface CatalogueEndpoint {
  feature: EndpointFeature;
  /** A host name; `*.` in front stands for every name below, `<name>` for one that the administrator chose. */
  host: string;
  scheme: "https" | "http" | "tcp";
  /** `443`, or a range as `10140-10155`. */
  ports: string;
  /** Where a test asks, and what a firewall rule by address names; `/` when left out. */
  path?: string;
  requiredBy: readonly EndpointParty[];
  /** Versions of the site, as `1902`; both inclusive. */
  since?: string;
  until?: string;
  purpose: EndpointPurpose;
}

/** Each has its sentence in the messages under `connectivity.purposes`. */
export const ENDPOINT_PURPOSES = [
  "catalogue-metadata",
  "catalogue-files",
  "usage-data",
  "content-delivery",
  "service",
  "links",
  "storage",
  "download",
  "redistributables",
  "tokens",
  "directory",
  "resource-manager",
  "service-management",
  "log-analytics",
  "store",
  "store-account",
  "push",
  "internet-test",
  "gateway",
  "locate-service",
  "attach-settings",
  "sync",
  "diagnostic-data",
  "compatibility",
  "error-reports",
  "crash-reports",
  "device-identity",
  "update-metadata",
  "office",
  "feedback",
  "community",
  "map",
] as const;
export type EndpointPurpose = (typeof ENDPOINT_PURPOSES)[number];

export type ProbeOutcome = "ok" | "warning" | "failed";

/** What is odd on the way to an endpoint, and does not stop it. */
export const WARNING_CODES: ReadonlySet<string> = new Set(["clock-skewed", "redirect-leaves-catalogue"]);

/** What the layers of one endpoint come to. */
export function outcomeOf(layers: readonly ProbedLayer[]): ProbeOutcome {
  if (layers.some(({ outcome }) => outcome === "failed")) return "failed";
  return layers.some(({ outcome }) => outcome === "warning") ? "warning" : "ok";
}

/** The layer that says what is wrong: the one that failed, or else the first with a warning. */
export const decidingLayer = (layers: readonly ProbedLayer[]): ProbedLayer | null =>
  layers.find(({ outcome }) => outcome === "failed") ??
  layers.find(({ outcome }) => outcome === "warning") ??
  null;
