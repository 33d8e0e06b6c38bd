import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";

type Secret = NonNullable<ApplicationRow["secret"]>;

/** The secret of a tenant that needs somebody first: a lost one before all, then the one that ends first. */
export function firstToRenew(applications: readonly Pick<ApplicationRow, "secret">[]): Secret | null {
  const secrets = applications.flatMap(({ secret }) => secret ?? []);
  const rank = ({ state, expiresAt }: Secret) => (state === "unreadable" ? 0 : expiresAt.getTime());
  return secrets.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
