import type { CatalogueEndpoint } from "./model";

type Row = Omit<CatalogueEndpoint, "feature" | "host" | "scheme" | "ports" | "requiredBy">;
type Group = Pick<CatalogueEndpoint, "feature" | "requiredBy">;

const https = (host: string, row: Row) => ({ host, scheme: "https", ports: "443", ...row }) as const;
const http = (host: string, row: Row) => ({ host, scheme: "http", ports: "80", ...row }) as const;
const tcp = (host: string, ports: string, row: Row) => ({ host, scheme: "tcp", ports, ...row }) as const;

const of = (group: Group, ...rows: Omit<CatalogueEndpoint, keyof Group>[]): CatalogueEndpoint[] =>
  rows.map((row) => ({ ...group, ...row }));

/**
 * The endpoints of the public cloud, whoever needs them (reference/role.md §11.1 to §11.7). What the role asks of its own
 * environment stands in that environment's row and is not repeated here.
 */
export const ENDPOINT_CATALOGUE: readonly CatalogueEndpoint[] = [
  ...of(
    { feature: "updates", requiredBy: ["scp"] },
    https("*.akamaiedge.net", { purpose: "content-delivery" }),
    https("*.akamaitechnologies.com", { purpose: "content-delivery" }),
    https("*.manage.microsoft.com", { purpose: "service" }),
    https("go.microsoft.com", { purpose: "links" }),
    https("*.blob.core.windows.net", { purpose: "storage" }),
    https("download.microsoft.com", { purpose: "download" }),
    http("download.windowsupdate.com", { purpose: "download" }),
    https("sccmconnected-a01.cloudapp.net", { purpose: "service" }),
    https("configmgrbits.azureedge.net", { purpose: "content-delivery" }),
    https("silverlight.dlservice.microsoft.com", {
      purpose: "redistributables",
      since: "1902",
      until: "2002",
    }),
  ),
  ...of(
    { feature: "windows-servicing", requiredBy: ["scp"] },
    https("download.microsoft.com", { purpose: "download" }),
    https("go.microsoft.com", { purpose: "links", path: "/fwlink/?LinkID=619849" }),
    https("dl.delivery.mp.microsoft.com", { purpose: "download" }),
  ),
  ...of(
    { feature: "azure-resources", requiredBy: ["scp"] },
    https("management.azure.com", { purpose: "resource-manager" }),
  ),
  ...of(
    { feature: "log-analytics", requiredBy: ["scp"] },
    https("api.loganalytics.io", { purpose: "log-analytics" }),
  ),
  ...of(
    { feature: "azure-sign-in", requiredBy: ["scp", "console", "client"] },
    https("login.microsoftonline.com", { purpose: "tokens" }),
  ),
  ...of(
    { feature: "cloud-services", requiredBy: ["scp"] },
    https("graph.microsoft.com", { purpose: "directory", since: "1902" }),
    https("graph.windows.net", { purpose: "directory", until: "1810" }),
  ),
  ...of(
    { feature: "store", requiredBy: ["scp", "client"] },
    https("login.live.com", { purpose: "store-account" }),
    https("login.windows.net", { purpose: "store-account" }),
    https("account.live.com", { purpose: "store-account" }),
    https("clientconfig.passport.net", { purpose: "store-account" }),
    https("windowsphone.com", { purpose: "store" }),
    https("*.wns.windows.com", { purpose: "push" }),
    https("*.microsoft.com", { purpose: "store" }),
    https("*.s-microsoft.com", { purpose: "store" }),
    http("www.msftncsi.com", { purpose: "internet-test" }),
    http("www.msftconnecttest.com", { purpose: "internet-test", path: "/connecttest.txt" }),
    https("onestore.microsoft.com", { purpose: "store" }),
    https("bspmts.mp.microsoft.com", { purpose: "store" }),
  ),
  ...of(
    { feature: "cmg-connection", requiredBy: ["cmg-connection-point"] },
    https("management.core.windows.net", { purpose: "service-management" }),
    https("<name>.blob.core.windows.net", { purpose: "storage" }),
    https("<name>.table.core.windows.net", { purpose: "storage" }),
    tcp("<name>.cloudapp.net", "10140-10155", { purpose: "gateway" }),
    tcp("<name>.cloudapp.net", "10124-10139", { purpose: "gateway" }),
    https("<name>.cloudapp.net", { purpose: "gateway" }),
  ),
  ...of(
    { feature: "cmg-connection", requiredBy: ["client"] },
    https("<name>.cloudapp.net", { purpose: "gateway" }),
  ),
  ...of(
    { feature: "desktop-analytics", requiredBy: ["scp"] },
    https("aka.ms", { purpose: "locate-service" }),
    https("graph.windows.net", { purpose: "attach-settings" }),
    https("*.manage.microsoft.com", { purpose: "sync" }),
  ),
  ...of(
    { feature: "desktop-analytics-devices", requiredBy: ["client"] },
    https("v10c.events.data.microsoft.com", { purpose: "diagnostic-data" }),
    https("v10.events.data.microsoft.com", { purpose: "diagnostic-data" }),
    https("v10.vortex-win.data.microsoft.com", { purpose: "diagnostic-data" }),
    https("vortex-win.data.microsoft.com", { purpose: "diagnostic-data" }),
    https("settings-win.data.microsoft.com", { purpose: "compatibility" }),
    http("adl.windows.com", { purpose: "compatibility" }),
    https("watson.telemetry.microsoft.com", { purpose: "error-reports" }),
    https("umwatsonc.events.data.microsoft.com", { purpose: "error-reports" }),
    https("ceuswatcab01.blob.core.windows.net", { purpose: "error-reports" }),
    https("ceuswatcab02.blob.core.windows.net", { purpose: "error-reports" }),
    https("eaus2watcab01.blob.core.windows.net", { purpose: "error-reports" }),
    https("eaus2watcab02.blob.core.windows.net", { purpose: "error-reports" }),
    https("weus2watcab01.blob.core.windows.net", { purpose: "error-reports" }),
    https("weus2watcab02.blob.core.windows.net", { purpose: "error-reports" }),
    https("kmwatsonc.events.data.microsoft.com", { purpose: "crash-reports" }),
    https("oca.telemetry.microsoft.com", { purpose: "crash-reports" }),
    https("login.live.com", { purpose: "device-identity" }),
    https("v20.events.data.microsoft.com", { purpose: "diagnostic-data" }),
  ),
  ...of(
    { feature: "tenant-attach", requiredBy: ["scp"] },
    https("*.manage.microsoft.com", { purpose: "sync", since: "2002" }),
  ),
  ...of(
    { feature: "software-updates", requiredBy: ["sup"] },
    http("windowsupdate.microsoft.com", { purpose: "update-metadata" }),
    http("*.windowsupdate.microsoft.com", { purpose: "update-metadata" }),
    https("*.windowsupdate.microsoft.com", { purpose: "update-metadata" }),
    http("*.update.microsoft.com", { purpose: "update-metadata" }),
    https("*.update.microsoft.com", { purpose: "update-metadata" }),
    http("*.windowsupdate.com", { purpose: "download" }),
    http("download.windowsupdate.com", { purpose: "download" }),
    http("download.microsoft.com", { purpose: "download" }),
    http("*.download.windowsupdate.com", { purpose: "download" }),
    http("test.stats.update.microsoft.com", { purpose: "update-metadata" }),
    http("ntservicepack.microsoft.com", { purpose: "download" }),
  ),
  ...of(
    { feature: "office", requiredBy: ["sup", "console"] },
    https("officecdn.microsoft.com", { purpose: "office" }),
    https("config.office.com", { purpose: "office" }),
  ),
  ...of(
    { feature: "console", requiredBy: ["console"] },
    http("petrol.office.microsoft.com", { purpose: "feedback" }),
    https("aka.ms", { purpose: "community" }),
    https("raw.githubusercontent.com", { purpose: "community" }),
    http("maps.bing.com", { purpose: "map" }),
  ),
];

/** Whether a row is for a site of this version, e.g. `1906`. */
export const isOfVersion = ({ since, until }: CatalogueEndpoint, version: string): boolean =>
  (since === undefined || version >= since) && (until === undefined || version <= until);

/** Whether the row names one host, which can be tested; patterns are for the allow list. */
export const isConcrete = ({ host, scheme }: CatalogueEndpoint): boolean =>
  scheme !== "tcp" && !/[*<]/.test(host);

/** Whether a host is one of the row's. Below a name that anybody may choose nobody is known. */
export function isHostOf({ host: pattern }: Pick<CatalogueEndpoint, "host">, host: string): boolean {
  const name = host.toLowerCase();
  if (pattern.startsWith("*.")) return name.endsWith(pattern.slice(1));
  return name === pattern;
}

/** As a probe and its history name it: scheme, host, port and path, always with the port. */
export function endpointKey(url: string): string {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  return `${protocol}//${hostname}:${port || (protocol === "https:" ? 443 : 80)}${pathname}${search}`;
}
