import { CLIENT_COUNTS } from "./client-counts";
import { CLIENT_GROUPS } from "./client-groups";
import { CLIENT_HISTOGRAMS } from "./client-histograms";
import { commonestActions, notifications } from "./console-actions";
import { consoleConnections, consoleUsage } from "./console-connections";
import { contentLibrary, contentMonitoring, distribution } from "./content";
import { databaseConfiguration, databaseVersion, replicas } from "./database-configuration";
import { databasePerformance, largestTables, lockingQueries } from "./database-performance";
import { databaseSchema } from "./database-schema";
import { crashes, processCrashes, siteHealth, statusMessages, summarization } from "./health";
import { hierarchyData } from "./hierarchy";
import type { Collector } from "./model";
import { maintenanceTasks, objectCounts } from "./objects";
import { processes, siteServerLoad } from "./server-performance";
import { build, configuredLevel, earlyUpdateRing } from "./setup";
import { certificates, clientFacingRoles, keyAttributes, siteSystems } from "./site-systems";
import { clientUpgrade, hotfixes, preReleaseUse, softwareAssurance, updatePackages } from "./updates";
import { usageDataRuns } from "./usage-data";

/** Every collector; the order of a document is that of the catalogue. */
export const COLLECTORS: readonly Collector[] = [
  consoleConnections,
  hierarchyData,
  databaseConfiguration,
  siteSystems,
  databaseSchema,
  configuredLevel,
  databasePerformance,
  clientFacingRoles,
  build,
  preReleaseUse,
  softwareAssurance,
  updatePackages,
  earlyUpdateRing,
  databaseVersion,
  usageDataRuns,
  objectCounts,
  siteServerLoad,
  processes,
  crashes,
  lockingQueries,
  keyAttributes,
  siteHealth,
  consoleUsage,
  clientUpgrade,
  certificates,
  notifications,
  commonestActions,
  distribution,
  contentMonitoring,
  contentLibrary,
  hotfixes,
  summarization,
  largestTables,
  replicas,
  statusMessages,
  maintenanceTasks,
  processCrashes,
  ...CLIENT_COUNTS,
  ...CLIENT_HISTOGRAMS,
  ...CLIENT_GROUPS,
];
