import type { BackupTask } from "@/lib/backup/backup-task";
import type { ServiceWindowState } from "@/lib/hierarchy/service-windows";
import type { PackageFacts } from "../applicability";
import type { SiteKind } from "./model";

export interface SiteFacts {
  siteCode: string;
  kind: SiteKind;
  fullVersion: string;
  /** `SMS_Site.Status`: 1 active. */
  status: number;
  messagingEnabled: boolean;
}

/** What the rules look at: one entry per collector, gathered on the site server just before. */
export interface Facts {
  now: Date;
  package: {
    packageGuid: string;
    name: string;
    fullVersion: string;
    minCmVersion: string;
    maxCmVersion: string;
    /** 0: a new version of the product. */
    updateType: number;
    clientVersion: string | null;
    prereqPackageGuid: string | null;
    totalBytes: number;
  };
  /** Every package known, this one included. */
  catalogue: readonly (PackageFacts & { fullVersion: string })[];
  site: SiteFacts;
  /** Null at the top-level site. */
  parent: SiteFacts | null;
  /** Top-level site and primaries that are not active; secondaries do not count. */
  inactiveSites: readonly { siteCode: string; status: number }[];
  /** Full versions in the hierarchy with one of their sites, secondaries included. */
  versions: readonly { fullVersion: string; siteCode: string; sites: number }[];
  /** State of the package's content at this site; null when it was never sent here. */
  content: { state: string } | null;
  disk: { folder: string; freeBytes: number; requiredBytes: number; providerBytes: number };
  /** Folders below `<install>` that the executive could not write to. */
  unwritable: readonly { folder: string; detail: string }[];
  database: {
    /** `server_version_num`, e.g. 180001. */
    versionNumber: number;
    encoding: string;
    readOnly: boolean;
    mayCreate: boolean;
    maxConnections: number;
    usedConnections: number;
    /** Indexes whose making was broken off. */
    invalidIndexes: number;
  };
  /** How far the database's clock is ahead of this server's. */
  clockSkewMs: number;
  restartMarkers: readonly string[];
  backup: BackupTask | null;
  serviceWindow: ServiceWindowState;
  components: {
    /** `server: component` of threads that ended with an error. */
    failed: readonly string[];
    /** Servers of the site whose executive has stopped answering. */
    silentServers: readonly string[];
  };
  /** Files older than a day where incoming work lies. */
  backlog: { files: number; folder: string };
  staged: { checked: number; damaged: number; example: string };
  /** Roles on the site's servers that this version no longer knows. */
  unsupportedRoles: readonly { server: string; role: string }[];
  piloting: { wanted: boolean; collection: string | null };
}
