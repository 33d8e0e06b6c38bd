"use client";

import { CalendarClock } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ServiceWindow } from "@/lib/hierarchy/service-windows";
import { useLiveNow } from "../ui/now";
import { timesOf, type WindowDraft } from "./window-form";
import { firstOverlap, nextOccurrences, type Occurrence } from "./window-occurrences";

/** As many openings as show the rhythm. */
const SHOWN_MAX = 3;

/** What a window would mean: when it opens next, and where it meets another of the same site. */
export function WindowPreview({ draft, others }: { draft: WindowDraft; others: readonly ServiceWindow[] }) {
  const t = useTranslations("hierarchy.windows.preview");
  const now = useLiveNow(60_000);
  const openings = nextOccurrences(timesOf(draft), now);
  const overlaps = others.flatMap((other) => {
    const shared = other.enabled ? firstOverlap(openings, nextOccurrences(other, now)) : null;
    return shared ? [{ other, shared }] : [];
  });
  return (
    <div className="flex gap-3 rounded-md border border-line bg-sunken px-3 py-2 text-sm" aria-live="polite">
      <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 space-y-1">
        <p className="font-medium">{t(openings.length > 0 ? "opens" : "never")}</p>
        <ul className="text-muted">
          {openings.slice(0, SHOWN_MAX).map((opening) => (
            <li key={opening.from.toISOString()}>
              <Span of={opening} />
            </li>
          ))}
        </ul>
        {overlaps.map(({ other, shared }) => (
          <p key={other.id} className="text-warning">
            {t("overlaps", { name: other.name })} <Span of={shared} />
          </p>
        ))}
      </div>
    </div>
  );
}

/** From … to …, on the reader's clock. */
export function Span({ of: { from, to } }: { of: Occurrence }) {
  const format = useFormatter();
  return (
    <span className="tabular-nums">
      {format.dateTimeRange(from, to, { dateStyle: "medium", timeStyle: "short" })}
    </span>
  );
}
