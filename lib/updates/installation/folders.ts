import path from "node:path";

/** Where an update's content is unpacked for the check and the installation (reference/updates.md §3.2). */
export const stagingRoot = (installDir: string): string => path.join(installDir, "CMUStaging");

export const stagingFolder = (installDir: string, packageGuid: string): string =>
  path.join(stagingRoot(installDir), packageGuid);

/** The engine's own: files laid beside, the replaced ones, and how far the switch is. */
export const switchRoot = (installDir: string): string => path.join(installDir, ".update");

export const switchFolder = (installDir: string, packageGuid: string): string =>
  path.join(switchRoot(installDir), packageGuid);

/** The installation source of the version that is installed. */
export const cdLatest = (installDir: string): string => path.join(installDir, "cd.latest");

/** Where a site's settings are kept while an update changes them. */
export const siteControlFolder = (installDir: string): string =>
  path.join(installDir, "inboxes", "sitectrl.box");

export const siteControlSnapshot = (installDir: string, packageGuid: string): string =>
  path.join(siteControlFolder(installDir), `${packageGuid}.json`);
