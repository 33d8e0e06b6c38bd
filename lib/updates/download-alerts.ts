import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import type { AlertCode } from "@/lib/status/model";
import type { NamedError } from "./named-error";

/** Failures that tell more than that a download failed; they are said at the first attempt. */
const ALERT_OF: Partial<Record<string, AlertCode>> = {
  "target-hash-mismatch": "updates.payload-refused",
  "target-length-mismatch": "updates.payload-refused",
  "content-changed": "updates.payload-refused",
  "response-too-long": "updates.payload-refused",
  "range-mismatch": "updates.payload-refused",
  "content-length-mismatch": "updates.payload-refused",
  "disk-space-insufficient": "updates.disk-space",
  "response-too-slow": "updates.download-held-back",
};
const DOWNLOAD_ALERTS = [
  "updates.payload-refused",
  "updates.disk-space",
  "updates.download-failed",
  "updates.download-held-back",
  "updates.source-incomplete",
] as const;

export const isAlertedAtOnce = ({ code }: NamedError): boolean => ALERT_OF[code] !== undefined;

/** Says that a package cannot be downloaded, and why. */
export async function raiseDownloadAlert(
  db: Database,
  clock: Clock,
  { packageGuid, name }: { packageGuid: string; name: string },
  error: NamedError,
): Promise<void> {
  await raiseAlert(db, clock, {
    code: ALERT_OF[error.code] ?? "updates.download-failed",
    objectId: packageGuid,
    severity: 1,
    params: { ...error.params, reason: error.code, name },
    link: `/updates/${packageGuid}`,
  });
}

/** The package is downloaded, or nobody wants it downloaded any more. */
export async function cancelDownloadAlerts(db: Database, clock: Clock, packageGuid: string): Promise<void> {
  for (const code of DOWNLOAD_ALERTS) await cancelAlert(db, clock, code, packageGuid);
}
