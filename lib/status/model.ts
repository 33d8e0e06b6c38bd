/** `SMS_Alert.AlertState` (reference/role.md §18). */
export const ALERT_STATE = {
  active: 0,
  postponed: 1,
  canceled: 2,
  unknown: 3,
  disabled: 4,
  "never-triggered": 5,
} as const;

export const ALERT_SEVERITY = { critical: 1, warning: 2, informational: 3 } as const;
export type AlertSeverity = (typeof ALERT_SEVERITY)[keyof typeof ALERT_SEVERITY];

/** Every condition the product can alert on; each has a sentence with cause and cure in messages/…/status.json. */
export const ALERT_CODES = [
  "updates.catalogue-refused",
  "updates.catalogue-unreachable",
  "updates.payload-refused",
  "updates.download-failed",
  "updates.download-held-back",
  "updates.disk-space",
  "updates.hotfix-refused",
  "updates.prereq-failed",
  "updates.prereq-warning",
  "updates.servicing-failed",
  "updates.source-incomplete",
  "updates.install-failed",
  "updates.restart-pending",
  "replication.failed",
  "replication.content-damaged",
  "offline.round-trip-stale",
  "executive.component-failed",
  "backup.failed",
  "usage-data.items-failed",
  "usage-data.collection-failed",
  "usage-data.upload-failed",
  "azure-services.connection-failed",
  "azure-services.secret-expiring",
  "azure-services.secrets-unreadable",
  "endpoints.unreachable",
] as const;
export type AlertCode = (typeof ALERT_CODES)[number];

/** `SMS_StatusMessage.Severity`. */
export const STATUS_SEVERITY = {
  informational: 0x40000000,
  warning: 0x80000000,
  error: 0xc0000000,
} as const;
export type StatusSeverity = keyof typeof STATUS_SEVERITY;

/** `SMS_StatusMessage.MessageType`. */
export const STATUS_MESSAGE_TYPE = { milestone: 256, detail: 512, audit: 768, "nt-event": 1024 } as const;
export type StatusMessageType = keyof typeof STATUS_MESSAGE_TYPE;

export interface AlertRow {
  id: string;
  code: string;
  objectId: string;
  /** 0 active, 1 postponed, 2 canceled, 4 disabled, 5 never triggered. */
  state: number;
  /** 1 critical, 2 warning, 3 informational. */
  severity: AlertSeverity;
  params: Record<string, string | number>;
  link: string | null;
  occurrences: number;
  firstRaisedAt: Date;
  lastRaisedAt: Date;
}

/** A row of Status Message Queries. */
export interface StatusMessageRow {
  recordId: number;
  time: Date;
  messageId: number;
  severity: StatusSeverity;
  messageType: StatusMessageType;
  component: string;
  machineName: string;
  siteCode: string;
  processId: number;
  threadId: number;
  strings: string[];
}
