"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { askAgain } from "./ask-again";
import { followEvents } from "./follow-events";
import { LIVE } from "./live-query-key";
import { Refresher } from "./refresher";

/** Turns the portal's events into refreshes of the queries on screen. Renders nothing. */
export function LiveEvents() {
  const client = useQueryClient();
  useEffect(() => {
    const refresher = new Refresher((name) => askAgain(client, [LIVE, name]));
    return followEvents({
      onChanged: (name) => void refresher.changed(name),
      onMissed: () => void askAgain(client, [LIVE]),
      onSessionEnded: () => {
        const here = window.location.pathname + window.location.search;
        window.location.assign(`/sign-in?reason=session-ended&callbackUrl=${encodeURIComponent(here)}`);
      },
    });
  }, [client]);
  return null;
}
