"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ProbeOutcome } from "@/lib/connectivity/endpoints/model";

interface Bar {
  key: string;
  at: Date;
  outcome: ProbeOutcome;
  text: string;
}

const FILLS = {
  ok: "fill-success",
  warning: "fill-warning",
  failed: "fill-danger",
} as const satisfies Record<ProbeOutcome, string>;
const WIDTH = 8;
const HEIGHT = 24;

/** The last tests, oldest at the left: what failed is short and red, so that colour is not all that tells. */
export function RunStrip({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const format = useFormatter();
  const t = useTranslations("endpointsPage");
  if (bars.length === 0) return <p className="text-muted text-sm">{t("noRuns")}</p>;
  const when = (at: Date) => format.dateTime(at, { dateStyle: "short", timeStyle: "short" });
  return (
    <svg
      role="img"
      aria-label={`${label}: ${bars.map(({ at, text }) => `${when(at)} ${text}`).join("; ")}`}
      viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
      width={bars.length * WIDTH}
      height={HEIGHT}
      className="max-w-full"
    >
      {bars.map(({ key, at, outcome, text }, index) => {
        const height = outcome === "ok" ? HEIGHT : HEIGHT / 2;
        return (
          <rect
            key={key}
            x={index * WIDTH}
            y={HEIGHT - height}
            width={WIDTH - 2}
            height={height}
            rx={1.5}
            className={FILLS[outcome]}
          >
            <title>{`${when(at)}: ${text}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
