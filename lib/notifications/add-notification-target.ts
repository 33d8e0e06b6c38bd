import { randomUUID } from "node:crypto";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { constraintOf } from "@/lib/db/constraint-of";
import { publish } from "@/lib/db/events";
import { notificationTargets } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { sealForRoleHolder } from "@/lib/secrets/seal-for-role-holder";
import { defineCommand } from "@/lib/use-case";
import { signatureSecretPurpose } from "./model";
import {
  isSignatureSecret,
  language,
  parseTargetAddress,
  targetKind,
  typedAddress,
  typedSecret,
} from "./target-address";

/** Somebody more who is told of secret keys that expire: a mailbox, or a web address that gets JSON. */
export const addNotificationTarget = defineCommand({
  name: "add-notification-target",
  action: "alerts.manage",
  input: z.object({
    kind: targetKind,
    address: typedAddress,
    /** Of the texts. */
    language: language.default("en"),
    /** What the deliveries of a webhook are signed with; null: they are not. */
    secret: typedSecret.nullable(),
  }),
  async run({ db, clock, actor }, { kind, secret, ...entered }) {
    const address = parseTargetAddress(kind, entered.address);
    if (!address.ok) return address;
    if (secret !== null && !isSignatureSecret(secret))
      return fail("signature-secret-malformed", { field: "secret" });
    const id = randomUUID();
    const sealed =
      kind === "webhook" && secret !== null
        ? await sealForRoleHolder(db, signatureSecretPurpose(id), secret)
        : undefined;
    if (sealed === null) return fail("role-not-running");
    try {
      await db.insert(notificationTargets).values({
        id,
        kind,
        address: address.value,
        language: entered.language,
        secret: sealed?.sealed ?? null,
        createdAt: clock.now(),
        createdBy: actorName(actor),
      });
    } catch (error) {
      if (!constraintOf(error)) throw error;
      return fail("target-exists", { field: "address", params: { address: address.value } });
    }
    await publish(db, { topic: "notifications" });
    return ok({ id });
  },
  audit: ({ kind }, { id }) => ({
    messageId: 60049,
    objectType: "notification-target",
    objectId: id,
    strings: [kind, "added"],
  }),
});
