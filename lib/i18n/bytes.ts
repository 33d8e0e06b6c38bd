const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const STEP = 1024;

function scale(bytes: number): { value: number; unit: (typeof UNITS)[number] } {
  let value = Math.max(0, bytes);
  let index = 0;
  // 1023.95 would be shown as 1,024.0: it belongs to the next unit already.
  while (index < UNITS.length - 1 && Math.round(value * 10) / 10 >= STEP) {
    value /= STEP;
    index++;
  }
  return { value, unit: UNITS[index] ?? "byte" };
}

function fractionDigits(value: number, unit: string): number {
  if (unit === "byte" || value >= 100) return 0;
  return 1;
}

/**
 * A size as the product's administrators know it from Windows: powers of 1024 named KB, MB, GB.
 * @param bytes not negative
 */
export function formatBytes(bytes: number, locale: string): string {
  const { value, unit } = scale(bytes);
  if (unit === "byte") {
    return new Intl.NumberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" }).format(
      Math.round(value),
    );
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: fractionDigits(value, unit),
  }).format(value);
}

/** A transfer rate, e.g. `12.4 MB/s`. */
export function formatByteRate(bytesPerSecond: number, locale: string): string {
  const { value, unit } = scale(bytesPerSecond);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: `${unit}-per-second`,
    unitDisplay: "short",
    maximumFractionDigits: fractionDigits(value, unit),
  }).format(value);
}

/**
 * A duration in its two largest units, e.g. `2 h 5 min`; seconds are only said below ten minutes.
 * @param ms milliseconds, rounded up to whole seconds: a remaining time must not read 0 s while bytes are missing
 */
export function formatDuration(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const say = (value: number, unit: "day" | "hour" | "minute" | "second") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  if (days > 0) return [say(days, "day"), hours > 0 ? say(hours, "hour") : ""].filter(Boolean).join(" ");
  if (hours > 0)
    return [say(hours, "hour"), minutes > 0 ? say(minutes, "minute") : ""].filter(Boolean).join(" ");
  if (minutes >= 10) return say(minutes, "minute");
  if (minutes > 0) {
    return [say(minutes, "minute"), seconds % 60 > 0 ? say(seconds % 60, "second") : ""]
      .filter(Boolean)
      .join(" ");
  }
  return say(seconds, "second");
}
