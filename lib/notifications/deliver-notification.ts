import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import { AddressRefusedError } from "@/lib/connectivity/metadata-address";
import { WireError } from "@/lib/connectivity/wire-error";
import { mailServer, type notificationDeliveries, type notificationTargets } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { type SealingKey, unseal } from "@/lib/secrets/seal";
import { MAIL_PASSWORD_PURPOSE, signatureSecretPurpose } from "./model";
import { NotificationError } from "./notification-error";
import { sendMail } from "./send-mail";
import { sendWebhook } from "./send-webhook";
import { writeMail, writeNotification } from "./write-notification";

export interface Delivery {
  delivery: typeof notificationDeliveries.$inferSelect;
  target: typeof notificationTargets.$inferSelect;
}

/** One attempt to bring a notification to its target. @throws NotificationError, or the thread's end */
export async function deliverNotification(
  thread: ThreadContext,
  key: SealingKey,
  delivery: Delivery,
): Promise<void> {
  try {
    if (delivery.target.kind === "e-mail") await deliverByMail(thread, key, delivery);
    else await deliverByWebhook(thread, key, delivery);
  } catch (error) {
    thread.signal.throwIfAborted();
    throw named(error);
  }
}

async function deliverByMail(
  { db, portalUrl, serverFqdn }: ThreadContext,
  key: SealingKey,
  { delivery, target }: Delivery,
): Promise<void> {
  const [server] = await db.select().from(mailServer);
  if (!server) throw new NotificationError("mail-server-missing", {});
  const password = server.password ? await opened(key, MAIL_PASSWORD_PURPOSE, server.password) : null;
  const written = writeNotification(delivery, target.language, portalUrl);
  await sendMail(server, password, {
    messageId: delivery.id,
    to: target.address,
    ...writeMail(written, target.language, serverFqdn),
  });
}

async function deliverByWebhook(
  thread: ThreadContext,
  key: SealingKey,
  { delivery, target }: Delivery,
): Promise<void> {
  const secret = target.secret ? await opened(key, signatureSecretPurpose(target.id), target.secret) : null;
  const { id, event, params, createdAt } = delivery;
  await sendWebhook(thread, {
    url: target.address,
    deliveryId: id,
    secret,
    body: {
      version: 1,
      id,
      event,
      at: createdAt.toISOString(),
      server: thread.serverFqdn,
      site: thread.siteCode,
      ...writeNotification(delivery, target.language, thread.portalUrl),
      params,
    },
  });
}

/** Sealed to another server, it is lost with the role's move, as every secret is. */
async function opened(key: SealingKey, purpose: string, sealed: Buffer): Promise<string> {
  const secret = await unseal(key.privateKey, purpose, sealed);
  if (secret === null) throw new NotificationError("notification-secret-unreadable", {});
  return secret;
}

/** Their sentences speak of a catalogue and of when it is asked again. */
const ANSWERS: ReadonlySet<string> = new Set(["http-status", "server-busy"]);

function named(error: unknown): unknown {
  if (error instanceof NotificationError) return error;
  if (error instanceof WireError && ANSWERS.has(error.code))
    return new NotificationError("webhook-refused", error.params, { cause: error });
  if (
    error instanceof WireError ||
    error instanceof AddressRefusedError ||
    error instanceof CloudRefusedError
  )
    return new NotificationError(error.code, error.params, { cause: error });
  return error;
}
