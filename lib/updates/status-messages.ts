/**
 * Status messages of the updates domain. The product's own numbers for these are not published; the portal
 * counts from 61000, clear of the product's and of the audit messages (reference/roles-and-permissions.md §11).
 */
export const UPDATE_STATUS_MESSAGE = {
  catalogueChecked: 61010,
  catalogueCheckFailed: 61011,
  packageReady: 61020,
  packageDownloadFailed: 61021,
  payloadRefused: 61022,
} as const;
