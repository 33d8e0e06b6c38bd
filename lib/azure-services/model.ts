import type { AzureServiceType } from "@/lib/db/schema";

/** What proves that a service works: a token for this, and for Graph and ARM a first question. */
export type ServiceResource = "graph" | "arm" | "store" | "desktop-analytics";

interface ServiceRule {
  /** How many tenants, each at most once. */
  tenants: "one" | "many";
  clouds: readonly ("public" | "private")[];
  /** Cloud Management alone has a native app as well. */
  clientApp: boolean;
  appActions: readonly ("import" | "create")[];
  /** App ID URI that the import begins with; a creation always begins with the documented default. */
  importedAppIdUri: string;
  /** The resource its server app needs a token for. */
  resource: ServiceResource;
  /** Application permissions of the server app by their value, and the resource principal that has them. */
  permissions: { resource: "graph" | "desktop-analytics"; values: readonly string[] } | null;
  /** Action of the permission table that connects, edits and deletes it. */
  action: "azure-services.manage" | "log-analytics.manage" | "desktop-analytics.manage";
}

const DEFAULT_APP_ID_URI = "https://ConfigMgrService";

/** The capability matrix and the permissions of reference/azure-services.md §3, §4.3, §7. */
export const SERVICE_RULES = {
  CloudManagement: {
    tenants: "many",
    clouds: ["public", "private"],
    clientApp: true,
    appActions: ["import", "create"],
    importedAppIdUri: DEFAULT_APP_ID_URI,
    resource: "graph",
    permissions: { resource: "graph", values: ["Directory.Read.All"] },
    action: "azure-services.manage",
  },
  StoreForBusiness: {
    tenants: "one",
    clouds: ["public"],
    clientApp: false,
    appActions: ["import", "create"],
    importedAppIdUri: DEFAULT_APP_ID_URI,
    resource: "store",
    permissions: null,
    action: "azure-services.manage",
  },
  DesktopAnalytics: {
    tenants: "one",
    clouds: ["public"],
    clientApp: false,
    appActions: ["import", "create"],
    importedAppIdUri: "https://cmmicrosvc.manage.microsoft.com/",
    resource: "desktop-analytics",
    permissions: {
      resource: "desktop-analytics",
      values: ["CmCollectionData.Read", "CmCollectionData.Write"],
    },
    action: "desktop-analytics.manage",
  },
  LogAnalyticsConnector: {
    tenants: "one",
    clouds: ["public", "private"],
    clientApp: false,
    appActions: ["import"],
    importedAppIdUri: DEFAULT_APP_ID_URI,
    resource: "arm",
    permissions: null,
    action: "log-analytics.manage",
  },
} as const satisfies Record<AzureServiceType, ServiceRule>;

export const SERVICE_TYPES = Object.keys(SERVICE_RULES) as AzureServiceType[];

/** What a client secret is sealed for: in the row of another app it does not open. */
export const clientSecretPurpose = (tenantId: string, clientId: string): string =>
  `client secret of ${clientId.toLowerCase()} in ${tenantId.toLowerCase()}`;
