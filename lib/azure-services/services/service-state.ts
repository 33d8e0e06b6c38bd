import { CONSENT_CODES } from "../applications/found";
import type { SecretState } from "../applications/secret-state";

/** What a row of *Azure Services* says of itself (reference/azure-services.md §12), worst first. */
export const SERVICE_STATES = [
  "secret-expired",
  "secret-unreadable",
  "not-permitted",
  "degraded",
  "offline",
  "secret-expiring",
  "configuring",
  "connected",
] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];

interface Known {
  /** Of the secret its server app uses. */
  secret: SecretState;
  /** Null before the first proof. */
  proofCode: string | null;
  roleIsOnline: boolean;
}

const NOT_PERMITTED: readonly string[] = [...CONSENT_CODES, "blocked-by-conditional-access", "app-disabled"];

/** A secret that cannot work comes before all else; what was proved before the role went offline says nothing now. */
export function serviceStateOf({ secret, proofCode, roleIsOnline }: Known): ServiceState {
  if (secret === "expired" || proofCode === "secret-expired") return "secret-expired";
  if (secret === "unreadable") return "secret-unreadable";
  if (!roleIsOnline) return "offline";
  if (proofCode === null) return "configuring";
  if (NOT_PERMITTED.includes(proofCode)) return "not-permitted";
  if (proofCode !== "ok") return "degraded";
  return secret === "expiring" ? "secret-expiring" : "connected";
}
