import { eq } from "drizzle-orm";
import { z } from "zod";
import { azureTenants } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { ApplicationRow } from "../applications/application-rows";
import type { SecretState } from "../applications/secret-state";
import { readTenants, type TenantRow } from "../tenants/tenant-rows";

/** Why a key is to be renewed, most urgent first. */
const REASONS = ["unreadable", "expired", "expiring", "valid"] as const;
export type RenewalReason = (typeof REASONS)[number];

const REASON_OF = {
  unreadable: "unreadable",
  expired: "expired",
  expiring: "expiring",
  ok: "valid",
} as const satisfies Record<SecretState, RenewalReason>;

export interface PlannedRenewal
  extends Pick<ApplicationRow, "id" | "name" | "origin" | "openOperationId" | "usedBy"> {
  reason: RenewalReason;
  secretExpiresAt: Date;
}

export interface TenantToRenew
  extends Pick<TenantRow, "id" | "environmentId" | "environmentName" | "name" | "tenantId"> {
  applications: PlannedRenewal[];
}

/**
 * Every secret key and why it is to be renewed. `roleMoved`: there are keys that the server that holds the role now cannot
 * open.
 */
export const getRenewalPlan = defineQuery({
  name: "get-renewal-plan",
  action: "azure-services.view",
  input: z.object({
    /** Id of a tenant's row; null: all. */
    tenant: z.guid().nullable(),
  }),
  async run({ db, clock }, { tenant }) {
    const rows = await readTenants(db, clock, tenant ? eq(azureTenants.id, tenant) : undefined);
    const tenants = rows.flatMap((row): TenantToRenew[] => {
      const applications = row.applications.flatMap(planned).toSorted(byUrgency);
      const { id, environmentId, environmentName, name, tenantId } = row;
      return applications.length > 0
        ? [{ id, environmentId, environmentName, name, tenantId, applications }]
        : [];
    });
    const roleMoved = tenants.some(({ applications }) =>
      applications.some(({ reason }) => reason === "unreadable"),
    );
    return ok({ tenants, roleMoved });
  },
});

function planned({ id, name, origin, openOperationId, usedBy, secret }: ApplicationRow): PlannedRenewal[] {
  if (!secret) return [];
  const { state, expiresAt } = secret;
  return [
    { id, name, origin, openOperationId, usedBy, reason: REASON_OF[state], secretExpiresAt: expiresAt },
  ];
}

const byUrgency = (one: PlannedRenewal, other: PlannedRenewal): number =>
  REASONS.indexOf(one.reason) - REASONS.indexOf(other.reason) ||
  one.secretExpiresAt.getTime() - other.secretExpiresAt.getTime();
