"use client";

import { useLiveQuery } from "../live/use-live-query";

/**
 * What a chosen server found out about itself.
 * @param serverId null: none is chosen yet
 * @returns isReady: it answers, its check is done, and it meets what it must
 */
export function useRequirementsOf(serverId: string | null) {
  const { data: requirements } = useLiveQuery(
    "getRequirements",
    { serverId },
    { enabled: serverId !== null },
  );
  const isReady =
    requirements?.server.executive?.responding === true &&
    requirements.checkedAt !== null &&
    !requirements.running &&
    requirements.unmet === 0;
  return { requirements, isReady };
}
