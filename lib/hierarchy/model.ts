import type { ExecutiveMisfit } from "@/lib/db/schema";
import type { EnrolmentView } from "./enrolment/model";

export type Mode = "online" | "offline";

/** The role name of the computer that is a site's server. */
export const SITE_SERVER_ROLE = "SMS Site Server";

/** What every site system has, by the product's internal names (reference/role.md §7.2). */
export const SITE_SYSTEM_ROLES = ["SMS Site System", "SMS Component Server"];

/** What Setup gives the server of a site. */
export const SITE_SERVER_ROLES = [SITE_SERVER_ROLE, ...SITE_SYSTEM_ROLES, "SMS SQL Server", "SMS Provider"];

/** A second site server of a site that waits to be promoted (reference/role.md §8.4). */
export const PASSIVE_SITE_SERVER_ROLE = "SMS Site Server in passive mode";

/** `SMS_Site.Type`. */
export const SITE_TYPE = { secondary: 1, primary: 2, centralAdministration: 4 } as const;

/** What the portal shows about the role itself. */
export interface RoleStatus {
  /** Null when the role is not installed. */
  role: {
    serverId: string;
    serverFqdn: string;
    siteCode: string;
    siteName: string;
    siteVersion: string;
    siteFullVersion: string;
    environmentId: string;
    environmentName: string;
    configuredMode: Mode;
    configuredModeAt: Date;
    configuredModeBy: string;
    /** Null while SMS_DMP_DOWNLOADER does not run. */
    runningMode: Mode | null;
    runningModeSince: Date | null;
    /** Configured and running mode differ: a restart of SMS_DMP_DOWNLOADER makes the change effective. */
    pendingRestart: boolean;
    /** When the backup task would restart it anyway. */
    nextBackupAt: Date | null;
    lastCloudConnectionAt: Date | null;
    proxy: { host: string; port: number } | null;
    downloadStreams: number;
  } | null;
  executiveResponding: boolean;
}

export interface SiteRow {
  siteCode: string;
  name: string;
  /** `SMS_Site.Type`: 1 secondary, 2 primary, 4 central administration site. */
  type: 1 | 2 | 4;
  parentSiteCode: string | null;
  version: string;
  fullVersion: string;
  servers: { id: string; fqdn: string; roles: string[] }[];
  /** How many secondary sites it has. */
  secondaries: number;
}

/** A site system server, and the process that hosts it. */
export interface SiteSystemServer {
  id: string;
  fqdn: string;
  siteCode: string;
  siteName: string;
  /** By the product's names, e.g. `SMS Dmp Connector`. */
  roles: string[];
  /** The executive that hosts it, did so last or was started for it; null: none ever was. */
  executive: {
    responding: boolean;
    version: string;
    hostName: string;
    processId: number;
    startedAt: Date;
    heartbeatAt: Date;
    /** How far its machine's clock is ahead of the database's. */
    clockSkewMs: number | null;
    /** Why it does not host the server. */
    misfit: ExecutiveMisfit | null;
  } | null;
  /** Null: it has never joined, and is hosted by whatever executive hosts all that is free. */
  enrolment: EnrolmentView | null;
}

/** A row of the list of secondary sites. */
export interface SecondarySiteRow {
  siteCode: string;
  name: string;
  parentSiteCode: string;
  version: string;
  fullVersion: string;
  /** Its version is not its parent's. */
  behind: boolean;
  /** `SMS_Site.Status`. */
  status: number;
  siteServer: string | null;
}

export interface SecondarySitesPage {
  rows: SecondarySiteRow[];
  /** All that match, on this page or not. */
  total: number;
  /** What `after` takes for the next page; null on the last. */
  next: string | null;
}
