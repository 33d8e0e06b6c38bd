"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { LiveEvents } from "./live-events";
import { QueryFailure } from "./query-failure";

/** Live data for everything behind the sign-in: one cache and one event stream per open page. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LiveEvents />
      {children}
    </QueryClientProvider>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when an answer is old; time alone does not make it so.
        staleTime: Number.POSITIVE_INFINITY,
        // Between the server's answer for a page and that page's first look at it an event may pass unheard.
        refetchOnMount: "always",
        // An event may be lost without the stream noticing, so nothing on screen grows older than a minute.
        refetchInterval: 60_000,
        retry: (failures, error) => failures < 3 && isPassing(error),
      },
    },
  });
}

/** A lost connection or a restarting portal passes; a refusal or a wrong question does not. */
const isPassing = (error: Error): boolean =>
  !(error instanceof QueryFailure) ||
  error.failure.code === "unreachable" ||
  error.failure.code === "internal-error";
