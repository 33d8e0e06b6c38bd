import type { Database } from "@/lib/db/connection";
import { type AlertCondition, cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus, type StatusMessage, type StatusReporter } from "@/lib/status/status-messages";
import { asOwner } from "./as-owner";
import type { ComponentName } from "./component-thread";
import { errorText } from "./error-text";
import type { ServerEnvironment } from "./executive-environment";
import { holdLease } from "./server-lease";

const STARTED: StatusMessage = { messageId: STATUS_MESSAGE.componentStarted, severity: "informational" };
const STOPPED: StatusMessage = { messageId: STATUS_MESSAGE.componentStopped, severity: "informational" };

/**
 * Says what happens to a component's thread: in smsexec.log and compmon.log, as status messages, as an alert. The
 * supervision itself never fails because something could not be said.
 */
export class ThreadAnnouncer {
  constructor(
    private readonly component: ComponentName,
    private readonly server: ServerEnvironment,
  ) {}

  starting(threadId: number): void {
    const hex = threadId.toString(16).toUpperCase();
    this.server.serviceLog.info(`Started ${this.component} as thread ID ${threadId} (0x${hex}).`);
  }

  async started(reporter: StatusReporter): Promise<void> {
    await this.report(reporter, STARTED);
  }

  stopping(threadId: number): void {
    this.server.serviceLog.info(`Stopping ${this.component}, thread ID ${threadId}.`);
  }

  async stopped(reporter: StatusReporter): Promise<void> {
    this.server.serviceLog.info(`${this.component} stopped.`);
    await this.report(reporter, STOPPED);
  }

  roleMoved(): void {
    this.server.serviceLog.info(`${this.component} ended: the service connection point has changed hands.`);
  }

  async didNotStop(reason: string): Promise<void> {
    this.server.serviceLog.error(`${this.component}: ${reason}`);
    await this.alert(reason);
  }

  async stoppedUnexpectedly(reporter: StatusReporter, reason: string, restartInMs: number): Promise<void> {
    const { fqdn } = this.server.lease;
    reporter.log.error(`${this.component} stopped unexpectedly: ${reason}`);
    this.server.monitorLog.error(
      `Component ${this.component} on ${fqdn} stopped unexpectedly and starts again in ${restartInMs / 1_000} s.`,
    );
    await this.report(reporter, {
      messageId: STATUS_MESSAGE.componentStoppedUnexpectedly,
      severity: "error",
      strings: [this.component, reason],
    });
    await this.alert(reason);
  }

  async recovered(): Promise<void> {
    const { clock } = this.server.executive;
    await this.asHost((tx) => cancelAlert(tx, clock, "executive.component-failed", this.alertObject)).catch(
      (error: unknown) => this.server.serviceLog.warning(`Alert was not canceled: ${errorText(error)}`),
    );
  }

  private async report(reporter: StatusReporter, message: StatusMessage): Promise<void> {
    await this.asHost((tx) => reportStatus(reporter, message, tx)).catch((error: unknown) =>
      reporter.log.warning(`Status message ${message.messageId} was not reported: ${errorText(error)}`),
    );
  }

  private async alert(reason: string): Promise<void> {
    const { clock } = this.server.executive;
    const condition: AlertCondition = {
      code: "executive.component-failed",
      objectId: this.alertObject,
      severity: 1,
      params: { component: this.component, server: this.server.lease.fqdn, error: reason },
      link: "/components",
    };
    await this.asHost((tx) => raiseAlert(tx, clock, condition)).catch((error: unknown) =>
      this.server.serviceLog.warning(`Alert was not raised: ${errorText(error)}`),
    );
  }

  /** What a process that lost the server has to say of it is left to the next one. */
  private asHost(work: (tx: Database) => Promise<unknown>): Promise<void> {
    const { executive, lease } = this.server;
    return asOwner({ db: executive.db, ownsServer: (tx) => holdLease(tx, lease) }, async (tx) => {
      await work(tx);
    });
  }

  private get alertObject() {
    return `${this.server.lease.fqdn}/${this.component}`;
  }
}
