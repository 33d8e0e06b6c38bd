import { Minute } from "@/lib/clock";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { readServiceWindows, serviceWindowAt } from "@/lib/hierarchy/service-windows";
import { SECONDARY_SITE } from "../servicing/site-facts";
import type { SiteWork } from "./site-work";

/** Whether the service windows of a site let an installation begin; `none` when it has no windows. */
export type WindowNow =
  | { kind: "none" | "open" }
  /** `opensAt` is null when it never opens. */
  | { kind: "closed"; opensAt: Date | null; waitMs: number };

export async function readWindowNow(
  { db, clock }: Pick<ThreadContext, "db" | "clock">,
  { siteCode, siteType }: Pick<SiteWork, "siteCode" | "siteType">,
): Promise<WindowNow> {
  // Secondary sites have none (reference/updates.md §12).
  const windows = siteType === SECONDARY_SITE ? [] : await readServiceWindows(db, siteCode);
  if (windows.length === 0) return { kind: "none" };
  const now = clock.now();
  const { open, opensAt } = serviceWindowAt(windows, now);
  if (open) return { kind: "open" };
  // Not longer than a minute: clocks are set, and a thread that missed a change must not sleep over it.
  const untilOpen = opensAt ? opensAt.getTime() - now.getTime() : Minute.ms;
  return { kind: "closed", opensAt, waitMs: Math.min(Minute.ms, untilOpen) };
}
