"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Timeline } from "@/components/ui/timeline";
import type { UpdateDetail } from "@/lib/updates/model";
import { DownloadCard } from "./download-card";
import { useEventText } from "./event-text";
import { eventTone } from "./event-tone";
import { FactsCard } from "./facts-card";
import { timelineSteps } from "./timeline-steps";

export function OverviewTab({
  update,
  downloadStreams,
}: {
  update: UpdateDetail;
  downloadStreams: number | null;
}) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid gap-4">
        <DownloadCard update={update} downloadStreams={downloadStreams} />
        <TimelineCard update={update} />
      </div>
      <FactsCard update={update} />
    </div>
  );
}

function TimelineCard({ update }: { update: UpdateDetail }) {
  const t = useTranslations("updatesPage.detail");
  const eventText = useEventText();
  return (
    <Card title={t("timeline")}>
      {update.events.length === 0 ? (
        <p className="text-muted">{t("timelineEmpty")}</p>
      ) : (
        <Timeline
          label={t("timeline")}
          entries={timelineSteps(update.events).map(({ event, count }) => ({
            id: event.id,
            title: count > 1 ? t("filesVerified", { count }) : eventText(event),
            meta: (
              <>
                {event.actor} · <RelativeTime at={event.time} />
              </>
            ),
            tone: eventTone(event.code),
          }))}
        />
      )}
    </Card>
  );
}
