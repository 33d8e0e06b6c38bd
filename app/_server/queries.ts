import { listMySessions } from "@/lib/access/list-my-sessions";
import { listApplications } from "@/lib/azure-services/applications/list-applications";
import { getOperation } from "@/lib/azure-services/operations/get-operation";
import { getRenewalBatch } from "@/lib/azure-services/renewal/get-renewal-batch";
import { getRenewalPlan } from "@/lib/azure-services/renewal/get-renewal-plan";
import { getService } from "@/lib/azure-services/services/get-service";
import { listEnvironments } from "@/lib/azure-services/services/list-environments";
import { listServices } from "@/lib/azure-services/services/list-services";
import { getSignIn } from "@/lib/azure-services/sign-in/get-sign-in";
import { getTenant } from "@/lib/azure-services/tenants/get-tenant";
import { listTenants } from "@/lib/azure-services/tenants/list-tenants";
import { getBackupTask } from "@/lib/backup/get-backup-task";
import { listBackups } from "@/lib/backup/list-backups";
import { getRecovery } from "@/lib/backup/recovery/get-recovery";
import { listEndpoints } from "@/lib/connectivity/endpoints/list-endpoints";
import { getProxy } from "@/lib/connectivity/proxies/get-proxy";
import type { EventTopic } from "@/lib/db/events";
import { listComponents } from "@/lib/executive/list-components";
import { getExpansionPlan } from "@/lib/hierarchy/expansion/get-expansion-plan";
import { getHierarchySettings } from "@/lib/hierarchy/get-hierarchy-settings";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { getServer } from "@/lib/hierarchy/get-server";
import { getSite } from "@/lib/hierarchy/get-site";
import { listSecondarySites } from "@/lib/hierarchy/list-secondary-sites";
import { listServers } from "@/lib/hierarchy/list-servers";
import { listServiceWindows } from "@/lib/hierarchy/list-service-windows";
import { listSites } from "@/lib/hierarchy/list-sites";
import { listDependents } from "@/lib/hierarchy/role-changes/dependents/list-dependents";
import { getMovePlan } from "@/lib/hierarchy/role-changes/get-move-plan";
import { getRoleChange } from "@/lib/hierarchy/role-changes/get-role-change";
import { getRoleChangeReport } from "@/lib/hierarchy/role-changes/get-role-change-report";
import { listRoleChanges } from "@/lib/hierarchy/role-changes/list-role-changes";
import { getInstallationAccount } from "@/lib/hierarchy/site-system-roles/installation-account/get-installation-account";
import { listRoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { getRequirements } from "@/lib/hierarchy/site-system-roles/requirements/get-requirements";
import { getMailServer } from "@/lib/notifications/get-mail-server";
import { listNotificationTargets } from "@/lib/notifications/list-notification-targets";
import { getOfflineStatus } from "@/lib/offline/get-offline-status";
import { listOfflineImports } from "@/lib/offline/list-offline-imports";
import { listTransferPackages } from "@/lib/offline/list-transfer-packages";
import { getSiteVersions } from "@/lib/overview/get-site-versions";
import { listFileReplicationRoutes } from "@/lib/replication/list-file-replication-routes";
import { listReplication } from "@/lib/replication/list-replication";
import { listSiteContent } from "@/lib/replication/list-site-content";
import { listAlerts } from "@/lib/status/list-alerts";
import { listStatusMessages } from "@/lib/status/list-status-messages";
import { listFeatures } from "@/lib/updates/features/list-features";
import { getUpdate } from "@/lib/updates/get-update";
import { getUpdateCheck } from "@/lib/updates/get-update-check";
import { listUpdateLogLines } from "@/lib/updates/list-update-log-lines";
import { listUpdates } from "@/lib/updates/list-updates";
import { listHotfixImports } from "@/lib/updates/out-of-band/list-hotfix-imports";
import { getServicingFlow } from "@/lib/updates/servicing/get-servicing-flow";
import { getServicingOptions } from "@/lib/updates/servicing/get-servicing-options";
import { getUpdateServicing } from "@/lib/updates/servicing/get-update-servicing";
import { listServicingHistory } from "@/lib/updates/servicing/list-servicing-history";
import { listSiteServicing } from "@/lib/updates/servicing/list-site-servicing";
import { compareUsageDataRuns } from "@/lib/usage-data/compare-usage-data-runs";
import { getUsageDataDocument } from "@/lib/usage-data/get-usage-data-document";
import { getUsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import { listUsageDataRuns } from "@/lib/usage-data/list-usage-data-runs";
import type { UseCase } from "@/lib/use-case";

interface LiveQuery {
  useCase: UseCase<unknown, string>;
  /** The events after which its answer may be another. */
  topics: readonly EventTopic[];
}

/** What depends on the role is read from all over the product. */
const DEPENDENT_TOPICS = [
  "role",
  "updates",
  "usage-data",
  "offline",
  "azure-services",
  "notifications",
  "endpoints",
] as const satisfies readonly EventTopic[];

/**
 * Everything a page can follow live: served by `/api/query/[name]`, refreshed by `/api/events`, read with
 * `useLiveQuery`. The permission is the use case's own.
 */
export const QUERIES = {
  getRoleStatus: { useCase: getRoleStatus, topics: ["role", "components"] },
  listSites: { useCase: listSites, topics: ["role", "components", "sites"] },
  listServers: { useCase: listServers, topics: ["role", "components", "sites"] },
  getServer: { useCase: getServer, topics: ["role", "components", "sites"] },
  getRoleChange: { useCase: getRoleChange, topics: ["role-changes"] },
  getRoleChangeReport: { useCase: getRoleChangeReport, topics: ["role-changes", "role"] },
  getExpansionPlan: {
    useCase: getExpansionPlan,
    topics: ["role", "role-changes", "components", "sites", "updates"],
  },
  getMovePlan: {
    useCase: getMovePlan,
    topics: [...DEPENDENT_TOPICS, "role-changes", "components", "sites"],
  },
  listRoleChanges: { useCase: listRoleChanges, topics: ["role-changes"] },
  listDependents: { useCase: listDependents, topics: DEPENDENT_TOPICS },
  listRoleCandidates: { useCase: listRoleCandidates, topics: ["role", "components", "sites"] },
  getInstallationAccount: { useCase: getInstallationAccount, topics: ["server-tasks", "sites"] },
  getRequirements: { useCase: getRequirements, topics: ["server-tasks", "components", "sites"] },
  getHierarchySettings: { useCase: getHierarchySettings, topics: ["sites", "features", "updates"] },
  getSite: { useCase: getSite, topics: ["sites", "updates", "update-progress", "replication"] },
  listSecondarySites: { useCase: listSecondarySites, topics: ["sites", "updates"] },
  listServiceWindows: { useCase: listServiceWindows, topics: ["sites"] },
  listUpdates: { useCase: listUpdates, topics: ["updates", "update-progress", "replication"] },
  getUpdate: { useCase: getUpdate, topics: ["updates", "update-progress"] },
  listUpdateLogLines: { useCase: listUpdateLogLines, topics: ["updates", "update-progress"] },
  listFeatures: { useCase: listFeatures, topics: ["features", "sites"] },
  getUpdateServicing: { useCase: getUpdateServicing, topics: ["updates", "update-progress", "replication"] },
  getServicingOptions: { useCase: getServicingOptions, topics: ["updates", "features", "sites"] },
  listServicingHistory: { useCase: listServicingHistory, topics: ["updates"] },
  listSiteServicing: { useCase: listSiteServicing, topics: ["updates", "sites"] },
  listReplication: {
    useCase: listReplication,
    topics: ["replication", "update-progress", "updates", "sites"],
  },
  listSiteContent: { useCase: listSiteContent, topics: ["replication", "updates"] },
  listFileReplicationRoutes: { useCase: listFileReplicationRoutes, topics: ["replication", "sites"] },
  getServicingFlow: { useCase: getServicingFlow, topics: ["updates", "replication"] },
  getSiteVersions: { useCase: getSiteVersions, topics: ["sites", "updates"] },
  listHotfixImports: { useCase: listHotfixImports, topics: ["updates"] },
  getUpdateCheck: { useCase: getUpdateCheck, topics: ["updates"] },
  listComponents: { useCase: listComponents, topics: ["components", "commands"] },
  getBackupTask: { useCase: getBackupTask, topics: ["components", "commands"] },
  listBackups: { useCase: listBackups, topics: ["backups", "server-tasks", "components"] },
  getRecovery: {
    useCase: getRecovery,
    topics: ["backups", "components", "azure-services", "updates", "replication", "sites", "notifications"],
  },
  listAlerts: { useCase: listAlerts, topics: ["alerts"] },
  getMailServer: { useCase: getMailServer, topics: ["notifications"] },
  listNotificationTargets: { useCase: listNotificationTargets, topics: ["notifications"] },
  listStatusMessages: { useCase: listStatusMessages, topics: ["status"] },
  getUsageDataStatus: { useCase: getUsageDataStatus, topics: ["usage-data", "role", "components"] },
  listUsageDataRuns: { useCase: listUsageDataRuns, topics: ["usage-data"] },
  // A document never changes once it is written.
  getUsageDataDocument: { useCase: getUsageDataDocument, topics: [] },
  compareUsageDataRuns: { useCase: compareUsageDataRuns, topics: [] },
  getOfflineStatus: { useCase: getOfflineStatus, topics: ["offline", "role", "components"] },
  listOfflineImports: { useCase: listOfflineImports, topics: ["offline"] },
  listTransferPackages: { useCase: listTransferPackages, topics: ["offline"] },
  listServices: { useCase: listServices, topics: ["azure-services", "role"] },
  getService: { useCase: getService, topics: ["azure-services", "role"] },
  listEnvironments: { useCase: listEnvironments, topics: [] },
  listApplications: { useCase: listApplications, topics: ["azure-services", "role"] },
  listTenants: { useCase: listTenants, topics: ["azure-services", "role"] },
  getTenant: { useCase: getTenant, topics: ["azure-services", "role"] },
  getOperation: { useCase: getOperation, topics: ["azure-services"] },
  getSignIn: { useCase: getSignIn, topics: ["azure-services"] },
  getRenewalPlan: { useCase: getRenewalPlan, topics: ["azure-services", "role"] },
  getRenewalBatch: { useCase: getRenewalBatch, topics: ["azure-services"] },
  listEndpoints: { useCase: listEndpoints, topics: ["endpoints", "role", "azure-services"] },
  getProxy: { useCase: getProxy, topics: ["endpoints", "server-tasks"] },
  listMySessions: { useCase: listMySessions, topics: ["sessions"] },
} as const satisfies Record<string, LiveQuery>;

export type Queries = typeof QUERIES;
export type QueryName = keyof Queries;

/** What a query answers when it succeeds. */
export type QueryValue<Name extends QueryName> =
  Queries[Name]["useCase"] extends UseCase<infer T, infer _> ? T : never;

export const isQueryName = (name: string): name is QueryName => Object.hasOwn(QUERIES, name);

/** The live query of a name, with its answer as `unknown`: for callers that only pass it on. */
export const liveQuery = (name: QueryName): LiveQuery => QUERIES[name];
