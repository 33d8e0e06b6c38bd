import type { DirectoryRole } from "./directory-roles";
import type { ResourceName } from "./microsoft-apps";
import { sampleGuid } from "./sample-guid";

interface SampleUser {
  /** Before the `@`. */
  name: string;
  displayName: string;
  roles: readonly DirectoryRole[];
}

/** The same in each tenant, so that whoever knows one finds the way in the others. */
export const SAMPLE_USERS = [
  { name: "global.admin", displayName: "Grace Global Administrator", roles: ["Global Administrator"] },
  { name: "app.admin", displayName: "Ada Application Administrator", roles: ["Application Administrator"] },
  { name: "app.owner", displayName: "Otto Owner of the apps", roles: [] },
  { name: "user", displayName: "Uma Without Roles", roles: [] },
] as const satisfies SampleUser[];

export type SampleUserName = (typeof SAMPLE_USERS)[number]["name"];

export interface SampleServerApp {
  key: string;
  displayName: string;
  /** Last part of its App ID URI. */
  uriName: string;
  /** Whether an administrator granted what it asks for. */
  isConsented: boolean;
  hasExpiredSecret: boolean;
}

/** Ready to be imported. */
export const SAMPLE_SERVER_APPS = [
  {
    key: "server",
    displayName: "ConfigMgr Server App",
    uriName: "ConfigMgrService",
    isConsented: true,
    hasExpiredSecret: false,
  },
  {
    key: "server-without-consent",
    displayName: "ConfigMgr Server App without consent",
    uriName: "ConfigMgrWithoutConsent",
    isConsented: false,
    hasExpiredSecret: false,
  },
  {
    key: "server-with-expired-secret",
    displayName: "ConfigMgr Server App with an expired secret",
    uriName: "ConfigMgrExpired",
    isConsented: true,
    hasExpiredSecret: true,
  },
] as const satisfies SampleServerApp[];

export const SAMPLE_NATIVE_APP = { key: "client", displayName: "ConfigMgr Client App" } as const;

/** The application permissions that the sample server apps ask for (reference/azure-services.md §7). */
export const SAMPLE_PERMISSIONS = [
  { resource: "graph", value: "Directory.Read.All" },
  { resource: "configurationManager", value: "CmCollectionData.Read" },
  { resource: "configurationManager", value: "CmCollectionData.Write" },
] as const satisfies { resource: ResourceName; value: string }[];

interface SampleSubscription {
  displayName: string;
  owner: SampleUserName;
  resourceGroups: readonly { name: string; location: string }[];
}

export interface SampleTenant {
  id: string;
  displayName: string;
  initialDomain: string;
  defaultDomain: string;
  countryLetterCode: string;
  /** Whether an administrator consented to the client that administrators sign in through. */
  hasSignInConsent: boolean;
  subscriptions: readonly SampleSubscription[];
}

export const SAMPLE_TENANTS: readonly SampleTenant[] = [
  {
    id: sampleGuid("contoso"),
    displayName: "Contoso",
    initialDomain: "contoso.onmicrosoft.com",
    defaultDomain: "contoso.com",
    countryLetterCode: "DE",
    hasSignInConsent: true,
    subscriptions: [
      {
        displayName: "Contoso Production",
        owner: "global.admin",
        resourceGroups: [
          { name: "rg-log-analytics", location: "westeurope" },
          { name: "rg-cloud-services", location: "germanywestcentral" },
        ],
      },
      {
        displayName: "Contoso Test",
        owner: "app.admin",
        resourceGroups: [{ name: "rg-test", location: "northeurope" }],
      },
    ],
  },
  {
    id: sampleGuid("fabrikam"),
    displayName: "Fabrikam",
    initialDomain: "fabrikam.onmicrosoft.com",
    defaultDomain: "fabrikam.com",
    countryLetterCode: "US",
    hasSignInConsent: false,
    subscriptions: [
      {
        displayName: "Fabrikam Pay-As-You-Go",
        owner: "global.admin",
        resourceGroups: [{ name: "rg-cloud", location: "eastus" }],
      },
    ],
  },
];

export const sampleUserPrincipalName = (tenant: SampleTenant, name: SampleUserName): string =>
  `${name}@${tenant.defaultDomain}`;

/** Client id of one of the sample apps. */
export const sampleAppId = (tenant: SampleTenant, key: string): string =>
  sampleGuid(`${tenant.initialDomain}/app/${key}`);
