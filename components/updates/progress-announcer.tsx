"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { UpdateSummary } from "@/lib/updates/model";
import { openDownload, shownPhase } from "./download-view";

const STEP = 0.25;

/**
 * Tells assistive technology about downloads without chattering: a change of phase, and each quarter of the way.
 */
export function ProgressAnnouncer({ updates }: { updates: readonly UpdateSummary[] }) {
  const t = useTranslations("updatesPage.progress");
  const phases = useTranslations("updatesPage.phases");
  const format = useFormatter();
  const told = useRef<Map<string, string> | null>(null);
  const [message, setMessage] = useState("");
  useEffect(() => {
    const before = told.current;
    const now = new Map<string, string>();
    for (const update of updates) {
      const download = openDownload(update);
      if (!download) continue;
      const phase = shownPhase(download);
      const quarter = Math.floor(download.bytesDone / Math.max(1, update.totalBytes) / STEP);
      const mark = `${phase} ${quarter}`;
      now.set(update.packageGuid, mark);
      const old = before?.get(update.packageGuid);
      // What was there when the page opened is on the page already.
      if (!before || old === mark) continue;
      setMessage(
        phase === "downloading" && old?.startsWith("downloading")
          ? t("announce", { name: update.name, percent: format.number(quarter * STEP, { style: "percent" }) })
          : t("announcePhase", { name: update.name, phase: phases(phase) }),
      );
    }
    told.current = now;
  }, [updates, t, phases, format]);
  return (
    <p role="status" className="sr-only">
      {message}
    </p>
  );
}
