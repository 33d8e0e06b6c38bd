import { createHmac } from "node:crypto";
import { Second } from "@/lib/clock";
import { type CloudHost, openWebhookWire } from "@/lib/connectivity/cloud-client";
import { httpStatusError } from "@/lib/connectivity/http-status";

export interface WebhookToSend {
  url: string;
  /** The same at each attempt, so that whoever gets it twice can tell. */
  deliveryId: string;
  body: object;
  /** In clear; null: the delivery is not signed. */
  secret: string | null;
}

/**
 * Posts a notification as JSON. Signed is what comes with it as `x-scp-timestamp` (seconds since 1970), a dot, and the body:
 * `x-scp-signature: sha256=<HMAC-SHA-256, hex>`. No redirect is followed; of the answer only the status counts.
 * @throws CloudRefusedError when the role does not run online, WireError, AddressRefusedError
 */
export async function sendWebhook(
  { signal, ...host }: CloudHost & { signal: AbortSignal },
  { url, deliveryId, body, secret }: WebhookToSend,
): Promise<void> {
  const wire = await openWebhookWire(host);
  const sent = Buffer.from(JSON.stringify(body));
  const timestamp = String(Math.floor(host.clock.now().getTime() / Second.ms));
  try {
    const response = await wire.send("POST", url, {
      headers: {
        "content-type": "application/json",
        "x-scp-delivery": deliveryId,
        "x-scp-timestamp": timestamp,
        ...(secret !== null && { "x-scp-signature": signatureOf(secret, timestamp, sent) }),
      },
      body: sent,
      signal,
    });
    response.discard();
    if (response.status < 200 || response.status > 299) throw httpStatusError(response, url);
  } finally {
    await wire.close();
  }
}

/** What a receiver computes as well, to know who sent it and that nothing was changed. */
export const signatureOf = (secret: string, timestamp: string, body: Uint8Array): string =>
  `sha256=${createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex")}`;
