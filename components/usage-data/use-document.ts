"use client";

import { useQuery } from "@tanstack/react-query";
import { askLiveQuery } from "../live/use-live-query";
import { type OpenedDocument, openDocument } from "./open-document";

/** The document of a run, unpacked and hashed in this browser; asked for once, because it never changes. */
export function useDocument(runId: string | undefined) {
  return useQuery<OpenedDocument>({
    queryKey: ["usage-data-document", runId],
    queryFn: async ({ signal }) =>
      openDocument(await askLiveQuery("getUsageDataDocument", { runId }, signal)),
    enabled: runId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
