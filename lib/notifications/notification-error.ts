import { CodedError } from "@/lib/coded-error";
import type { CloudRefusal } from "@/lib/connectivity/running-mode";
import type { WireErrorCode } from "@/lib/connectivity/wire-error";

/**
 * Why a notification did not reach its target. Each has its sentence in the messages under `notifications.failures`; what
 * went wrong on the way to a webhook, and what is wrong with the role, keep their own.
 */
export type NotificationErrorCode =
  | "mail-server-missing"
  | "mail-server-unreachable"
  | "mail-server-silent"
  | "mail-server-insecure"
  | "mail-login-refused"
  | "mail-address-refused"
  | "mail-refused"
  | "address-refused"
  | "notification-secret-unreadable"
  | CloudRefusal
  | "unexpected"
  | WireErrorCode;

export class NotificationError extends CodedError<NotificationErrorCode> {
  override name = "NotificationError";
}
