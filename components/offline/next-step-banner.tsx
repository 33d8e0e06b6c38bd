"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { OfflineStatus } from "@/lib/offline/get-offline-status";
import type { OfflineStep } from "@/lib/offline/next-offline-step";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";

const TONES = {
  online: "info",
  restart: "warning",
  "start-thread": "warning",
  "finish-upload": "info",
  examining: "info",
  decide: "warning",
  importing: "info",
  "medium-missing": "warning",
  import: "info",
  preparing: "info",
  "prepare-again": "danger",
  carry: "info",
  prepare: "info",
  stale: "warning",
  current: "success",
} as const satisfies Record<OfflineStep, "info" | "success" | "warning" | "danger">;

/** Where a step is taken that is not taken on this page, or further down on it. */
const PLACES: Partial<Record<OfflineStep, { href: string; label: string }>> = {
  online: { href: "/service-connection-point", label: "toMode" },
  restart: { href: "/components/service-manager", label: "toServiceManager" },
  "start-thread": { href: "/components/service-manager", label: "toServiceManager" },
};

/** What to do next, and how long the last round trip is ago. */
export function NextStepBanner({ status }: { status: OfflineStatus }) {
  const t = useTranslations("offlinePage.next");
  const steps = useTranslations("offline.nextStep");
  const { nextStep, lastRoundTripAt, stale, staleAfterDays } = status;
  const place = PLACES[nextStep];
  return (
    <Banner
      tone={TONES[nextStep]}
      title={t("title")}
      actions={
        place ? (
          <Button asChild size="sm">
            <Link href={place.href}>{t(place.label)}</Link>
          </Button>
        ) : null
      }
    >
      <p>{steps(nextStep)}</p>
      <p className="mt-1 text-muted text-sm">
        {lastRoundTripAt ? (
          <>
            {t("lastRoundTrip")} <AbsoluteTime at={lastRoundTripAt} style="zoned" /> (
            <RelativeTime at={lastRoundTripAt} />)
            {stale ? ` · ${t("stale", { days: staleAfterDays })}` : null}
          </>
        ) : (
          t("noRoundTrip")
        )}
      </p>
    </Banner>
  );
}
