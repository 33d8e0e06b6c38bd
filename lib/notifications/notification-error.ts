import { CodedError } from "@/lib/coded-error";
import type { CloudRefusal } from "@/lib/connectivity/running-mode";
import type { WireErrorCode } from "@/lib/connectivity/wire-error";

/** Why a notification did not reach its target; each has its sentence in the messages under `notifications.failures`. */
export const NOTIFICATION_ERROR_CODES = [
  "mail-server-missing",
  "mail-server-unreachable",
  "mail-server-silent",
  "mail-server-insecure",
  "mail-login-refused",
  "mail-address-refused",
  "mail-refused",
  "webhook-refused",
  "address-refused",
  "notification-secret-unreadable",
] as const;

/** What went wrong on the way to a webhook, and what is wrong with the role, keep their own sentences. */
export type NotificationErrorCode =
  | (typeof NOTIFICATION_ERROR_CODES)[number]
  | CloudRefusal
  | WireErrorCode
  | "unexpected";

export class NotificationError extends CodedError<NotificationErrorCode> {
  override name = "NotificationError";
}
