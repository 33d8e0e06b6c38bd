import { z } from "zod";
import type { OperationOrder } from "../operations/order";

const renewed = z.object({
  tenantId: z.guid(),
  clientId: z.guid(),
  /** As the product calls the app. */
  name: z.string(),
  validityYears: z.union([z.literal(1), z.literal(2)]),
});
export type RenewedSecret = z.infer<typeof renewed>;

/** **Renew Secret Key** of an app that this product created (reference/azure-services.md §9). */
export const RENEW_SECRET_KEY = {
  kind: "renew-secret-key",
  input: renewed,
  steps: [
    "find-application",
    "create-secret",
    "prove-secret",
    "switch-secret",
    "prove-services",
    "wipe-old-secret",
    "remove-old-secret",
  ],
} as const satisfies OperationOrder<RenewedSecret, string>;

const replaced = z.object({
  tenantId: z.guid(),
  clientId: z.guid(),
  name: z.string(),
  secretExpiresAt: z.iso.datetime(),
});
export type ReplacedSecret = z.infer<typeof replaced>;

/** The same of an imported app: its new key was made in the Azure portal and entered here. */
export const REPLACE_SECRET_KEY = {
  kind: "replace-secret-key",
  input: replaced,
  steps: ["prove-secret", "switch-secret", "prove-services", "wipe-old-secret"],
} as const satisfies OperationOrder<ReplacedSecret, string>;

export const RENEWAL_KINDS: readonly string[] = [RENEW_SECRET_KEY.kind, REPLACE_SECRET_KEY.kind];
