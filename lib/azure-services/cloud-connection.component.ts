import { earliest, Minute, untilNext } from "@/lib/clock";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { NotificationQueue } from "@/lib/notifications/notification-queue";
import { announceServerKey } from "@/lib/secrets/server-key";
import { forgetVerifiedSecrets } from "./applications/forget-verified-secrets";
import { watchSecrets } from "./expiry/watch-secrets";
import { OperationQueue } from "./operations/operation-queue";
import { ConnectionProofs } from "./services/connection-proofs";
import { SignIns } from "./sign-in/sign-ins";

/** How often it looks when nobody announces anything. */
const LOOK_INTERVAL = Minute.ms;

/**
 * SMS_CLOUDCONNECTION: the one thread that talks to Azure on behalf of the services. It holds the key that opens their
 * secrets, the sign-ins of administrators, works the operations the portal asks for, and proves every connection. It
 * watches when secret keys expire, and tells whoever is notified: with its key, and it knows the mode.
 */
export const cloudConnection: ComponentDefinition = {
  name: "SMS_CLOUDCONNECTION",
  logFile: COMPONENT_LOG_FILES.SMS_CLOUDCONNECTION,
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    const key = await announceServerKey(thread);
    const signIns = new SignIns(thread, key);
    const operations = new OperationQueue({ thread, key, signIns });
    const proofs = new ConnectionProofs(thread, key);
    const notifications = new NotificationQueue(thread, key);
    let wasOnline: boolean | undefined;
    try {
      while (!thread.signal.aborted) {
        const isOnline = (await whyNotOnline(thread.db)) === null;
        if (isOnline !== wasOnline) logMode(thread, isOnline);
        wasOnline = isOnline;
        if (isOnline) {
          await signIns.look(operations.signInsInUse());
          await operations.look();
          await proofs.look();
        } else signIns.closeAll();
        await forgetVerifiedSecrets(thread);
        const nextNotice = await watchSecrets(thread, key.fingerprint);
        await notifications.look({ isOnline });
        // Offline nothing goes on at its date: it waits for the mode.
        const nextInAzure = isOnline ? earliest(operations.nextAt(), proofs.nextAt()) : null;
        const next = earliest(nextInAzure, nextNotice, notifications.nextAt());
        await thread.setNextScheduled(next);
        await thread.wait(
          ["azure-services", "role", "notifications"],
          untilNext(next, thread.clock.now(), LOOK_INTERVAL),
        );
      }
    } finally {
      signIns.closeAll();
      await operations.ended();
      await proofs.ended();
      await notifications.ended();
    }
  },
};

function logMode({ log }: ThreadContext, isOnline: boolean): void {
  if (isOnline) log.info("Service connection point runs in online mode; the Azure services are connected");
  else log.info("The service connection point does not run in online mode; nothing is asked of Azure");
}
