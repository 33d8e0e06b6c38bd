import type { PlannedRenewal, TenantToRenew } from "@/lib/azure-services/renewal/get-renewal-plan";
import { type NewSecret, NO_SECRET } from "../new-secret";

/** What was chosen and entered so far for the renewal of several apps. */
export interface RenewalChoices {
  /** Ids of the apps whose key is renewed. */
  selected: ReadonlySet<string>;
  /** Key and expiry of each imported app, by the id of its row. */
  secrets: Readonly<Record<string, NewSecret>>;
  /** Who is signed in to each tenant, by the id of its row. */
  signIns: Readonly<Record<string, string | null>>;
  validityYears: 1 | 2;
}

/** What needs a renewal is chosen to begin with; what is being renewed already is left alone. */
export const beginWith = (tenants: readonly TenantToRenew[]): RenewalChoices => ({
  selected: new Set(
    tenants.flatMap(({ applications }) =>
      applications.filter((app) => app.reason !== "valid" && !app.openOperationId).map(({ id }) => id),
    ),
  ),
  secrets: {},
  signIns: {},
  validityYears: 1,
});

/** The chosen apps of a tenant, by the way their key is renewed. */
export function chosenOf(tenant: TenantToRenew, { selected }: Pick<RenewalChoices, "selected">) {
  const chosen = tenant.applications.filter(({ id }) => selected.has(id));
  const by = (origin: PlannedRenewal["origin"]) => chosen.filter((app) => app.origin === origin);
  return { created: by("created"), imported: by("imported") };
}

/** What keeps the renewal from being started: a key of `tenantsPage.renewAllPage.missing` and the name it needs. */
export function missingFor(
  tenants: readonly TenantToRenew[],
  choices: RenewalChoices,
): { what: "nothing" | "signIn" | "secret"; name: string } | null {
  if (choices.selected.size === 0) return { what: "nothing", name: "" };
  for (const tenant of tenants) {
    const { created, imported } = chosenOf(tenant, choices);
    if (created.length > 0 && !choices.signIns[tenant.id]) return { what: "signIn", name: tenant.name };
    const without = imported.find(({ id }) => {
      const { secret, secretExpiresAt } = choices.secrets[id] ?? NO_SECRET;
      return secret === "" || secretExpiresAt === "";
    });
    if (without) return { what: "secret", name: without.name };
  }
  return null;
}

/** What the use case is asked for. */
export function orderOf(tenants: readonly TenantToRenew[], choices: RenewalChoices) {
  const chosen = tenants.map((tenant) => chosenOf(tenant, choices));
  return {
    validityYears: choices.validityYears,
    signIns: Object.entries(choices.signIns).flatMap(([tenant, signInId]) =>
      signInId ? [{ tenant, signInId }] : [],
    ),
    created: chosen.flatMap(({ created }) => created.map(({ id }) => id)),
    imported: chosen.flatMap(({ imported }) =>
      imported.map(({ id }) => ({ applicationId: id, ...(choices.secrets[id] ?? NO_SECRET) })),
    ),
  };
}

/** The app, and the field of it, that a refusal of the whole is about: `imported.2.secret`, `created.0`. */
export function refusedApp(
  field: string | undefined,
  { created, imported }: Pick<ReturnType<typeof orderOf>, "created" | "imported">,
): { applicationId: string; field: string | undefined } | null {
  const [list, at, of] = field?.split(".") ?? [];
  const ids = list === "created" ? created : imported.map(({ applicationId }) => applicationId);
  const applicationId = ids[Number(at)];
  return applicationId ? { applicationId, field: of } : null;
}
