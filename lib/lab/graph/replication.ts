import { Second } from "@/lib/clock";
import type { GraphCall } from "./graph-operation";

/**
 * Whether an object that was created then is known everywhere: right after a creation Graph may answer from a server
 * that has not heard of it.
 */
export function isReplicated({ service }: GraphCall, createdDateTime: string): boolean {
  const late = service.faults.take("slow-replication", () => true)?.seconds;
  if (late === undefined) return true;
  return service.now().getTime() >= Date.parse(createdDateTime) + late * Second.ms;
}
