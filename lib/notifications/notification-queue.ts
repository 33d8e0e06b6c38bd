import { and, asc, eq, lt, ne } from "drizzle-orm";
import { Day } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { notificationDeliveries, notificationTargets } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { BackgroundRuns, type Backlog } from "@/lib/executive/background-runs";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import type { SealingKey } from "@/lib/secrets/seal";
import { type Delivery, deliverNotification } from "./deliver-notification";
import { RETRY_AFTER_MS } from "./model";
import { NotificationError } from "./notification-error";

/** More at once is for the next look. */
const AT_ONCE = 50;
/** What is over is shown so long. */
const KEPT_MS = 30 * Day.ms;

type Columns = Partial<typeof notificationDeliveries.$inferInsert>;

/**
 * The notifications that wait, in the hands of SMS_CLOUDCONNECTION: it has the key that opens their secrets and knows
 * whether the role may speak to the internet. A web address is the internet, the company's mail server is not.
 */
export class NotificationQueue extends BackgroundRuns<Delivery, { isOnline: boolean }> {
  constructor(
    thread: ThreadContext,
    private readonly key: SealingKey,
  ) {
    super(thread);
  }

  protected async find({ isOnline }: { isOnline: boolean }): Promise<Backlog<Delivery>> {
    const { db, clock } = this.thread;
    const now = clock.now();
    const waiting = await db
      .select({ delivery: notificationDeliveries, target: notificationTargets })
      .from(notificationDeliveries)
      .innerJoin(notificationTargets, eq(notificationTargets.id, notificationDeliveries.target))
      .where(
        and(
          eq(notificationDeliveries.state, "waiting"),
          // What waits for the role to be online does not use its attempts up.
          isOnline ? undefined : eq(notificationTargets.kind, "e-mail"),
        ),
      )
      .orderBy(asc(notificationDeliveries.notBefore), asc(notificationDeliveries.id))
      .limit(AT_ONCE);
    const isDue = ({ delivery }: Delivery) => delivery.notBefore <= now;
    return {
      due: waiting.filter(isDue),
      next: waiting.find((one) => !isDue(one))?.delivery.notBefore ?? null,
    };
  }

  protected async work(due: readonly Delivery[]): Promise<void> {
    for (const delivery of due) {
      if (this.thread.signal.aborted) return;
      await this.deliver(delivery);
    }
    const before = new Date(this.thread.clock.now().getTime() - KEPT_MS);
    await asOwner(this.thread, (tx) =>
      tx
        .delete(notificationDeliveries)
        .where(
          and(ne(notificationDeliveries.state, "waiting"), lt(notificationDeliveries.createdAt, before)),
        ),
    );
  }

  private async deliver(one: Delivery): Promise<void> {
    const { thread, key } = this;
    const { delivery, target } = one;
    const now = thread.clock.now();
    const again = delivery.event === "test" ? undefined : RETRY_AFTER_MS[delivery.attempts];
    // Noted before it is sent: killed meanwhile, it is sent again by the same id, and not at once.
    const notBefore = new Date(now.getTime() + (again ?? RETRY_AFTER_MS[0]));
    const attempt = { attempts: delivery.attempts + 1, attemptedAt: now, notBefore };
    if (!(await this.write(delivery.id, attempt))) return;
    try {
      await deliverNotification(thread, key, one);
      await this.write(delivery.id, { state: "delivered", failureCode: null, failureParams: null });
      thread.log.info(`Notification ${delivery.id} (${delivery.event}) was delivered to ${named(target)}`);
    } catch (error) {
      if (thread.signal.aborted || isTransient(error)) throw error;
      const { code, params } =
        error instanceof NotificationError ? error : { code: "unexpected", params: {} };
      const isOver = again === undefined;
      thread.log.error(
        `Notification ${delivery.id} (${delivery.event}) did not reach ${named(target)}: ${code} ${
          code === "unexpected" ? errorText(error) : JSON.stringify(params)
        }. ${isOver ? "It is given up" : `It is tried again at ${notBefore.toISOString()}`}`,
      );
      const failure = { failureCode: code, failureParams: params };
      await this.write(delivery.id, isOver ? { ...failure, state: "failed" } : failure);
    }
  }

  /** @returns false when it is there no more: its target was removed */
  private write(id: string, columns: Columns): Promise<boolean> {
    return asOwner(this.thread, async (tx) => {
      const written = await tx
        .update(notificationDeliveries)
        .set(columns)
        .where(and(eq(notificationDeliveries.id, id), eq(notificationDeliveries.state, "waiting")))
        .returning({ id: notificationDeliveries.id });
      await publish(tx, { topic: "notifications" });
      return written.length > 0;
    });
  }
}

/** The address of a webhook may hold a key of the receiver. */
const named = ({ kind, address }: Delivery["target"]): string =>
  kind === "e-mail" ? address : new URL(address).origin;
