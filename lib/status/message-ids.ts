/**
 * Every status message the product reports; its sentence is in the messages under `componentsPage.statusMessages`.
 * Numbers below 61000 are the product's own (reference/role.md §17, §19). What it has no published number for counts
 * from 61000, clear of them and of the audit messages (reference/roles-and-permissions.md §11).
 */
export const STATUS_MESSAGE = {
  componentStarted: 500,
  componentStopped: 502,
  componentStoppedUnexpectedly: 1104,
  backupCompleted: 5035,
  afterBackupStarted: 5040,
  endpointUnreachable: 11488,
  catalogueChecked: 61010,
  catalogueCheckFailed: 61011,
  transferPackageImported: 61012,
  transferPackageRefused: 61013,
  packageReady: 61020,
  packageDownloadFailed: 61021,
  hotfixRefused: 61022,
  backupFailed: 61030,
  updateInstalled: 61040,
  servicingStopped: 61041,
  contentReplicationFailed: 61050,
  contentRepaired: 61051,
  contentNotRepaired: 61052,
  updateInstalledAtSite: 61060,
  updateFailedAtSite: 61061,
  usageDataCollected: 61070,
  usageDataCollectionFailed: 61071,
  usageDataUploaded: 61080,
  usageDataUploadFailed: 61081,
  connectionProved: 61090,
  connectionFailed: 61091,
  secretKeyRenewed: 61100,
  secretKeyExpiring: 61101,
  secretKeyExpired: 61102,
  endpointsReachable: 61110,
  countsReset: 61111,
} as const;
