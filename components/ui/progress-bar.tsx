"use client";

import { useTranslations } from "next-intl";
import { cn } from "./cn";
import { useSizes } from "./sizes";

const FILLS = {
  accent: "fill-accent",
  success: "fill-success",
  warning: "fill-warning",
  danger: "fill-danger",
};

/**
 * How far something is. Drawn as SVG, so that its width is an attribute and not an inline style.
 * @param fraction 0…1; null while nobody knows
 */
export function ProgressBar({
  fraction,
  label,
  tone = "accent",
  className,
}: {
  fraction: number | null;
  label: string;
  tone?: keyof typeof FILLS;
  className?: string;
}) {
  const percent = fraction === null ? null : Math.min(100, Math.max(0, fraction * 100));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(percent)}
      className={cn("h-1.5 overflow-hidden rounded-full bg-line", className)}
    >
      <svg aria-hidden="true" className="block size-full" preserveAspectRatio="none" viewBox="0 0 100 1">
        <rect
          className={cn(FILLS[tone], percent === null && "animate-pulse")}
          height="1"
          width={percent === null ? 100 : percent.toFixed(2)}
        />
      </svg>
    </div>
  );
}

/**
 * A running transfer: bar, bytes of bytes, rate and the time it still needs.
 * @param what names the transfer before the bytes, where the words around it do not
 */
export function TransferProgress({
  label,
  what,
  bytesDone,
  totalBytes,
  bytesPerSecond,
  tone,
}: {
  label: string;
  what?: string;
  bytesDone: number;
  totalBytes: number;
  /** Null while nothing flows (paused, waiting, verifying). */
  bytesPerSecond: number | null;
  tone?: keyof typeof FILLS;
}) {
  const t = useTranslations("common.transfer");
  const sizes = useSizes();
  const fraction = totalBytes > 0 ? bytesDone / totalBytes : null;
  const remaining = Math.max(0, totalBytes - bytesDone);
  return (
    <div className="space-y-1.5">
      <ProgressBar fraction={fraction} label={label} tone={tone} />
      <div className="flex flex-wrap justify-between gap-x-4 text-muted text-sm tabular-nums">
        <span>
          {what ? `${what} · ` : null}
          {t("bytesOf", { done: sizes.bytes(bytesDone), total: sizes.bytes(totalBytes) })}
        </span>
        {bytesPerSecond ? (
          <span>
            {t("rateAndRemaining", {
              rate: sizes.rate(bytesPerSecond),
              remaining: sizes.duration((remaining / bytesPerSecond) * 1_000),
            })}
          </span>
        ) : null}
      </div>
    </div>
  );
}
