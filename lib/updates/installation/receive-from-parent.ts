import type { ThreadContext } from "@/lib/executive/component-thread";
import type { SiteWork } from "./site-work";

/** placeholder */
export async function receiveFromParent(_thread: ThreadContext, _work: SiteWork): Promise<number | null> {
  return null;
}
