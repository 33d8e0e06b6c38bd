import { Hour } from "@/lib/clock";
import { ArmError } from "./arm-error";
import type { ArmCall } from "./arm-operation";

interface Counted {
  service: Pick<ArmCall["service"], "now">;
  claims: Pick<ArmCall["claims"], "oid">;
  tenant: Pick<ArmCall["tenant"], "id">;
  params: ArmCall["params"];
  method: string;
}

/** Requests of one principal in an hour (reference/protocols/arm.md §2). */
const LIMITS = {
  "subscription-reads": 12_000,
  "subscription-writes": 1200,
  "subscription-deletes": 15_000,
  "tenant-reads": 12_000,
  "tenant-writes": 1200,
} as const satisfies Record<string, number>;
type LimitName = keyof typeof LIMITS;

/** Counts requests for each principal and subscription, or tenant, in fixed hours. */
export class RateLimits {
  readonly #counts = new Map<string, { since: number; used: number }>();

  constructor(private readonly limits: Readonly<Record<LimitName, number>> = LIMITS) {}

  /**
   * @returns the header that says how many are left
   * @throws ArmError when none was left
   */
  count({ service, claims, tenant, params, method }: Counted): Record<string, string> {
    const name = limitOf(method, params.subscriptionId !== undefined);
    const key = [claims.oid, name, params.subscriptionId?.toLowerCase() ?? tenant.id].join(" ");
    const now = service.now().getTime();
    const known = this.#counts.get(key);
    const window = known && now - known.since < Hour.ms ? known : { since: now, used: 0 };
    const limit = this.limits[name];
    if (window.used >= limit) {
      const seconds = Math.ceil((window.since + Hour.ms - now) / 1000);
      throw new ArmError(
        "SubscriptionRequestsThrottled",
        { kind: name, limit: String(limit) },
        { "retry-after": String(seconds) },
      );
    }
    window.used += 1;
    this.#counts.set(key, window);
    return { [`x-ms-ratelimit-remaining-${name}`]: String(limit - window.used) };
  }
}

function limitOf(method: string, isInSubscription: boolean): LimitName {
  const isRead = method === "GET" || method === "HEAD";
  if (!isInSubscription) return isRead ? "tenant-reads" : "tenant-writes";
  if (isRead) return "subscription-reads";
  return method === "DELETE" ? "subscription-deletes" : "subscription-writes";
}
