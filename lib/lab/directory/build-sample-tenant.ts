import { roleTemplateId } from "./directory-roles";
import { emptyApplication } from "./empty-application";
import { MICROSOFT_CLIENTS, MICROSOFT_TENANT_ID, RESOURCE_APPS, type ResourceName } from "./microsoft-apps";
import type { Application, ServicePrincipal, Tenant, User } from "./model";
import { sampleGuid } from "./sample-guid";
import {
  SAMPLE_NATIVE_APP,
  SAMPLE_PERMISSIONS,
  SAMPLE_SERVER_APPS,
  SAMPLE_USERS,
  type SampleServerApp,
  type SampleTenant,
  sampleAppId,
  sampleUserPrincipalName,
} from "./sample-tenants";

const CREATED = "2024-03-01T08:00:00.000Z";
/** Nobody's; whoever seeds the tenant sets the passwords. */
const NO_PASSWORD = "";

/** A tenant as it is before anybody worked in it; without passwords and secrets. The ids are always the same. */
export function buildSampleTenant(sample: SampleTenant): Tenant {
  const guid = (what: string) => sampleGuid(`${sample.initialDomain}/${what}`);
  const applications = [
    nativeApp(sample, guid),
    ...SAMPLE_SERVER_APPS.map((app) => serverApp(sample, app, guid)),
  ];
  return {
    id: sample.id,
    displayName: sample.displayName,
    countryLetterCode: sample.countryLetterCode,
    createdDateTime: CREATED,
    verifiedDomains: [
      { name: sample.defaultDomain, isDefault: true, isInitial: false },
      { name: sample.initialDomain, isDefault: false, isInitial: true },
    ],
    users: SAMPLE_USERS.map((user) => sampleUser(sample, user, guid)),
    groups: [
      {
        id: guid("group/administrators"),
        displayName: `${sample.displayName} administrators`,
        description: "Who administers the tenant",
        mailNickname: "administrators",
        securityEnabled: true,
        mailEnabled: false,
        members: [guid("user/global.admin"), guid("user/app.admin")],
        owners: [guid("user/global.admin")],
      },
    ],
    applications,
    deletedApplications: [],
    servicePrincipals: [
      ...Object.values(RESOURCE_APPS).map(({ appId, displayName, names, appRoles, scopes }) => ({
        ...servicePrincipal({ appId, displayName }, MICROSOFT_TENANT_ID, guid),
        servicePrincipalNames: [appId, ...names],
        appRoles: [...appRoles],
        oauth2PermissionScopes: [...scopes],
      })),
      ...MICROSOFT_CLIENTS.map((client) => servicePrincipal(client, MICROSOFT_TENANT_ID, guid)),
      ...applications.map((app) => servicePrincipal(app, sample.id, guid)),
    ],
    appRoleAssignments: SAMPLE_SERVER_APPS.filter(({ isConsented }) => isConsented).flatMap(({ key }) =>
      SAMPLE_PERMISSIONS.map(({ resource, value }) => ({
        id: guid(`assignment/${key}/${value}`),
        createdDateTime: CREATED,
        appRoleId: appRoleId(resource, value),
        principalId: guid(`principal/${sampleAppId(sample, key)}`),
        principalType: "ServicePrincipal" as const,
        resourceId: guid(`principal/${RESOURCE_APPS[resource].appId}`),
      })),
    ),
    oauth2PermissionGrants: [
      ...grant("client", sampleAppId(sample, SAMPLE_NATIVE_APP.key), sampleAppId(sample, "server")),
      ...(sample.hasSignInConsent
        ? MICROSOFT_CLIENTS.flatMap(({ appId }) => [
            ...grant("sign-in/graph", appId, RESOURCE_APPS.graph.appId, allScopes("graph")),
            ...grant("sign-in/arm", appId, RESOURCE_APPS.arm.appId),
          ])
        : []),
    ],
    conditionalAccess: { blockedAppIds: [] },
    subscriptions: sample.subscriptions.map(({ displayName, owner, resourceGroups }) => {
      const subscriptionId = guid(`subscription/${displayName}`);
      const scope = `/subscriptions/${subscriptionId}`;
      const [firstGroup] = resourceGroups;
      return {
        subscriptionId,
        displayName,
        state: "Enabled" as const,
        resourceGroups: resourceGroups.map((group) => ({ ...group, tags: {}, managedBy: null })),
        registrations: {},
        roleAssignments: [
          { principalId: guid(`user/${owner}`), roleDefinitionName: "Owner" as const, scope },
          // The Log Analytics Connector needs its app to be a contributor where the workspace is.
          {
            principalId: guid(`principal/${sampleAppId(sample, "server")}`),
            roleDefinitionName: "Contributor" as const,
            scope: firstGroup ? `${scope}/resourceGroups/${firstGroup.name}` : scope,
          },
        ],
      };
    }),
  };

  function grant(name: string, clientAppId: string, resourceAppId: string, scope = "user_impersonation") {
    const [clientId, resourceId] = [guid(`principal/${clientAppId}`), guid(`principal/${resourceAppId}`)];
    const consentType = "AllPrincipals" as const;
    return [{ id: guid(`grant/${name}`), clientId, consentType, principalId: null, resourceId, scope }];
  }
}

type Guid = (what: string) => string;

function sampleUser(
  sample: SampleTenant,
  { name, displayName, roles }: (typeof SAMPLE_USERS)[number],
  guid: Guid,
): User {
  const userPrincipalName = sampleUserPrincipalName(sample, name);
  const [givenName = displayName, ...rest] = displayName.split(" ");
  return {
    id: guid(`user/${name}`),
    userPrincipalName,
    displayName,
    givenName,
    surname: rest.join(" "),
    mail: userPrincipalName,
    accountEnabled: true,
    passwordHash: NO_PASSWORD,
    directoryRoles: roles.map(roleTemplateId),
  };
}

const servicePrincipal = (
  { appId, displayName }: { appId: string; displayName: string },
  appOwnerOrganizationId: string,
  guid: Guid,
): ServicePrincipal => ({
  id: guid(`principal/${appId}`),
  appId,
  displayName,
  createdDateTime: CREATED,
  appOwnerOrganizationId,
  accountEnabled: true,
  appRoleAssignmentRequired: false,
  tags: [],
  servicePrincipalNames: [appId],
  appRoles: [],
  oauth2PermissionScopes: [],
});

const sampleApp = (sample: SampleTenant, key: string, displayName: string, guid: Guid): Application => {
  const empty = emptyApplication({
    id: guid(`application/${key}`),
    appId: sampleAppId(sample, key),
    displayName,
    createdDateTime: CREATED,
    publisherDomain: sample.defaultDomain,
  });
  const implicitGrantSettings = { enableIdTokenIssuance: true, enableAccessTokenIssuance: false };
  return { ...empty, web: { ...empty.web, implicitGrantSettings }, owners: [guid("user/app.owner")] };
};

function serverApp(
  sample: SampleTenant,
  { key, displayName, uriName }: SampleServerApp,
  guid: Guid,
): Application {
  const plain = sampleApp(sample, key, displayName, guid);
  const access = `Access ${displayName}`;
  return {
    ...plain,
    identifierUris: [`api://${sample.id}/${uriName}`],
    web: { ...plain.web, homePageUrl: `https://${uriName}`, redirectUris: ["http://localhost"] },
    api: {
      requestedAccessTokenVersion: null,
      oauth2PermissionScopes: [
        {
          id: guid(`scope/${key}`),
          value: "user_impersonation",
          type: "User",
          isEnabled: true,
          adminConsentDisplayName: access,
          adminConsentDescription: access,
          userConsentDisplayName: access,
          userConsentDescription: access,
        },
      ],
    },
    requiredResourceAccess: [...new Set(SAMPLE_PERMISSIONS.map(({ resource }) => resource))].map(
      (wanted) => ({
        resourceAppId: RESOURCE_APPS[wanted].appId,
        resourceAccess: SAMPLE_PERMISSIONS.filter(({ resource }) => resource === wanted).map(
          ({ resource, value }) => ({ id: appRoleId(resource, value), type: "Role" as const }),
        ),
      }),
    ),
  };
}

function nativeApp(sample: SampleTenant, guid: Guid): Application {
  const { key, displayName } = SAMPLE_NATIVE_APP;
  const plain = sampleApp(sample, key, displayName, guid);
  return {
    ...plain,
    isFallbackPublicClient: true,
    publicClient: { redirectUris: [`ms-appx-web://Microsoft.AAD.BrokerPlugin/${plain.appId}`] },
    requiredResourceAccess: [
      {
        resourceAppId: sampleAppId(sample, "server"),
        resourceAccess: [{ id: guid("scope/server"), type: "Scope" }],
      },
    ],
  };
}

const allScopes = (resource: ResourceName): string =>
  RESOURCE_APPS[resource].scopes.map(({ value }) => value).join(" ");

function appRoleId(resource: ResourceName, value: string): string {
  const role = RESOURCE_APPS[resource].appRoles.find((appRole) => appRole.value === value);
  if (!role) throw new Error(`${resource} has no app role ${value}`);
  return role.id;
}
