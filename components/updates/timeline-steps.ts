import type { UpdateEvent } from "@/lib/updates/model";

/** What happened; several files verified one after the other are one thing that happened. */
export interface TimelineStep {
  event: UpdateEvent;
  /** How many events of its kind it stands for. */
  count: number;
}

/** @returns newest first, since what happened last is what the reader came for */
export function timelineSteps(oldestFirst: readonly UpdateEvent[]): TimelineStep[] {
  const steps: TimelineStep[] = [];
  for (const event of oldestFirst) {
    const last = steps.at(-1);
    if (event.code === "file-verified" && last?.event.code === event.code) {
      last.event = event;
      last.count++;
    } else steps.push({ event, count: 1 });
  }
  return steps.reverse();
}
