import type { ThreadContext } from "@/lib/executive/component-thread";
import type { SiteWork } from "./site-work";
import type { Wait } from "./wait";

/** Remembers between the looks of CONFIGURATION_MANAGER_UPDATE what waits, until when, and what was said about it. */
export class Patience {
  private readonly waiting = new Map<
    string,
    Pick<Wait, "unless"> & { siteInstallId: number; until: number }
  >();
  private readonly said = new Set<string>();

  constructor(private readonly thread: Pick<ThreadContext, "clock" | "log">) {}

  /** Milliseconds for which there is no use in looking at the package; null when there is. */
  async leftFor({ packageGuid, siteInstallId }: SiteWork): Promise<number | null> {
    const wait = this.waiting.get(packageGuid);
    // A new attempt begins at once.
    if (wait?.siteInstallId !== siteInstallId) return null;
    const left = wait.until - this.thread.clock.now().getTime();
    if (left <= 0 || (await wait.unless?.())) return null;
    return left;
  }

  remember({ packageGuid, siteInstallId }: SiteWork, wait: Wait | null): void {
    this.waiting.delete(packageGuid);
    if (!wait) return;
    const { firm, unless, ms, says } = wait;
    if (firm || unless) {
      const until = this.thread.clock.now().getTime() + ms;
      this.waiting.set(packageGuid, { siteInstallId, until, unless });
    }
    if (says === undefined || this.said.has(says + packageGuid)) return;
    this.said.add(says + packageGuid);
    this.thread.log.info(says, { packageGuid });
  }

  /** Time has passed, not only something happened elsewhere. */
  beginCycle(): void {
    this.said.clear();
  }
}
