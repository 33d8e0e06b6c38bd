import { Hour, Minute } from "@/lib/clock";
import type { AlertCode } from "@/lib/status/model";

/** What people are told of: a condition that is alerted on, in its own words, or the test of a target. */
export type NotificationEvent = AlertCode | "test";

/**
 * How long after each attempt the next one follows; after the last the notification is given up. Somebody who is told a
 * day late is told too late, but a mail server that is repaired over a weekend's morning still gets it.
 */
export const RETRY_AFTER_MS = [
  1 * Minute.ms,
  5 * Minute.ms,
  15 * Minute.ms,
  1 * Hour.ms,
  3 * Hour.ms,
  6 * Hour.ms,
  12 * Hour.ms,
] as const;

/** What the password of the mail server is sealed for. */
export const MAIL_PASSWORD_PURPOSE = "password of the mail server";

/** What the key is sealed for that the deliveries of a webhook are signed with. */
export const signatureSecretPurpose = (targetId: string): string => `signature of webhook ${targetId}`;
