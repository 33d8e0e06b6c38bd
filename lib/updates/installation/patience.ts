import type { ThreadContext } from "@/lib/executive/component-thread";
import type { SiteWork } from "./site-work";
import type { Wait } from "./wait";

/** Remembers between the looks of CONFIGURATION_MANAGER_UPDATE what waits, until when, and what was said about it. */
export class Patience {
  private readonly waiting = new Map<string, { siteInstallId: number; until: number }>();
  private readonly said = new Set<string>();

  constructor(private readonly thread: Pick<ThreadContext, "clock" | "log">) {}

  /** Milliseconds for which there is no use in looking at the package; null when there is. */
  leftFor({ packageGuid, siteInstallId }: SiteWork): number | null {
    const wait = this.waiting.get(packageGuid);
    const left = (wait?.until ?? 0) - this.thread.clock.now().getTime();
    // A new attempt begins at once.
    return wait?.siteInstallId === siteInstallId && left > 0 ? left : null;
  }

  remember({ packageGuid, siteInstallId }: SiteWork, wait: Wait | null): void {
    this.waiting.delete(packageGuid);
    if (!wait) return;
    const { firm, ms, says } = wait;
    if (firm) this.waiting.set(packageGuid, { siteInstallId, until: this.thread.clock.now().getTime() + ms });
    if (says === undefined || this.said.has(says + packageGuid)) return;
    this.said.add(says + packageGuid);
    this.thread.log.info(says, { packageGuid });
  }

  /** Time has passed, not only something happened elsewhere. */
  beginCycle(): void {
    this.said.clear();
  }
}
