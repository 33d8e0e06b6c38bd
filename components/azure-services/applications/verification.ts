import type { ShownFailure } from "@/components/ui/failure-message";

/** Fields of *Import apps*, as they are named in the use case. */
export type ImportField =
  | "tenantName"
  | "tenantId"
  | "name"
  | "clientId"
  | "secret"
  | "secretExpiresAt"
  | "appIdUri";

/** The field that Azure's refusal is about; a code that is not here is nobody's field. */
const FIELD_OF_CODE: Readonly<Record<string, ImportField>> = {
  "tenant-not-found": "tenantId",
  "app-not-in-tenant": "clientId",
  "app-disabled": "clientId",
  "app-not-public": "clientId",
  "sign-in-client-refused": "clientId",
  "secret-wrong": "secret",
  "secret-expired": "secret",
  "secret-is-id": "secret",
};

/** Where a refusal is to be shown; null: above the form. */
export const fieldOf = ({ code, field }: ShownFailure & { field?: string }): string | null =>
  field ?? FIELD_OF_CODE[code] ?? null;
