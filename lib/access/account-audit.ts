/**
 * Audit messages about a user's own account, continuing the catalogue of
 * reference/roles-and-permissions.md §11 after 60051.
 */
export const ACCOUNT_AUDIT = {
  /** user, what changed: `password` or the names of the preferences */
  accountChanged: 60052,
  /** user, number of sessions ended */
  sessionsRevoked: 60053,
} as const;
