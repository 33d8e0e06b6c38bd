"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { remember } from "./use-preferences";

/** At the first visit only the browser knows the time zone; from then on the cookie tells the server. */
export function TimeZoneDetector({ known }: { known: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (known) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    remember("scp-time-zone", zone);
    if (zone !== "UTC") router.refresh();
  }, [known, router]);
  return null;
}
