"use client";

import { useLiveNow } from "@/components/ui/now";
import type { UpdateSummary } from "@/lib/updates/model";
import { hoursBeyondNormal } from "@/lib/updates/servicing/stuck";
import { updateStateName } from "@/lib/updates/state-machine";

const MINUTE_MS = 60_000;

/** Hours that the package's download or replication takes beyond what its size explains; 0 while that is normal. */
export function useStuckHours(
  update: Pick<UpdateSummary, "state" | "lastUpdateTime" | "totalBytes" | "download">,
): number {
  const now = useLiveNow(MINUTE_MS);
  // Somebody wants it so.
  if (update.download?.phase === "paused") return 0;
  return hoursBeyondNormal({ ...update, state: updateStateName(update.state) ?? "UNKNOWN" }, now);
}
