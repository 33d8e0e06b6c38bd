import { eq } from "drizzle-orm";
import { z } from "zod";
import { constraintOf } from "@/lib/db/constraint-of";
import { publish } from "@/lib/db/events";
import { notificationTargets } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { sealForRoleHolder } from "@/lib/secrets/seal-for-role-holder";
import { defineCommand } from "@/lib/use-case";
import { signatureSecretPurpose } from "./model";
import { isSignatureSecret, language, parseTargetAddress, typedAddress, typedSecret } from "./target-address";

/** What is left out stays as it is; a secret of null takes the signature away. */
export const changeNotificationTarget = defineCommand({
  name: "change-notification-target",
  action: "alerts.manage",
  input: z.object({
    id: z.guid(),
    address: typedAddress.optional(),
    language: language.optional(),
    enabled: z.boolean().optional(),
    secret: typedSecret.nullable().optional(),
  }),
  async run({ db }, { id, secret, ...entered }) {
    const [target] = await db
      .select()
      .from(notificationTargets)
      .where(eq(notificationTargets.id, id))
      .for("update");
    if (!target) return fail("target-unknown");
    const address = parseTargetAddress(target.kind, entered.address ?? target.address);
    if (!address.ok) return address;
    if (typeof secret === "string" && !isSignatureSecret(secret))
      return fail("signature-secret-malformed", { field: "secret" });
    const sealed =
      target.kind === "webhook" && secret
        ? await sealForRoleHolder(db, signatureSecretPurpose(id), secret)
        : undefined;
    if (sealed === null) return fail("role-not-running");
    try {
      await db
        .update(notificationTargets)
        .set({
          address: address.value,
          language: entered.language ?? target.language,
          enabled: entered.enabled ?? target.enabled,
          secret: secret === undefined ? target.secret : (sealed?.sealed ?? null),
        })
        .where(eq(notificationTargets.id, id));
    } catch (error) {
      if (!constraintOf(error)) throw error;
      return fail("target-exists", { field: "address", params: { address: address.value } });
    }
    await publish(db, { topic: "notifications" });
    return ok({ kind: target.kind });
  },
  audit: ({ id }, { kind }) => ({
    messageId: 60049,
    objectType: "notification-target",
    objectId: id,
    strings: [kind, "changed"],
  }),
});
