import type { SecretState } from "@/lib/azure-services/applications/secret-state";
import type { ServiceState } from "@/lib/azure-services/services/service-state";
import type { Tone } from "../ui/badge";

interface StateLook {
  tone: Tone;
  busy: boolean;
  /** Where its cure is. */
  cure: "renew" | "renew-all" | "settings" | "role" | null;
}

/** How a connection's state looks, and what mends it. */
export const SERVICE_STATE_LOOKS = {
  "secret-expired": { tone: "danger", busy: false, cure: "renew" },
  "secret-unreadable": { tone: "danger", busy: false, cure: "renew-all" },
  "not-permitted": { tone: "danger", busy: false, cure: "settings" },
  degraded: { tone: "danger", busy: false, cure: null },
  offline: { tone: "neutral", busy: false, cure: "role" },
  "secret-expiring": { tone: "warning", busy: false, cure: "renew" },
  configuring: { tone: "info", busy: true, cure: null },
  connected: { tone: "success", busy: false, cure: null },
} as const satisfies Record<ServiceState, StateLook>;

export const SECRET_TONES = {
  ok: "success",
  expiring: "warning",
  expired: "danger",
  unreadable: "danger",
} as const satisfies Record<SecretState, Tone>;

/** Where the state of a connection is mended; null: it mends itself or needs what its reason says. */
export function cureHref({ state, tenant }: { state: ServiceState; tenant: { id: string } }): string | null {
  const { cure } = SERVICE_STATE_LOOKS[state];
  if (cure === "renew" || cure === "settings") return `/tenants/${tenant.id}`;
  if (cure === "renew-all") return "/tenants/renew";
  return cure === "role" ? "/service-connection-point" : null;
}
