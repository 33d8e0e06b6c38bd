"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useWeekdayName } from "../executive/schedule-text";
import { cn } from "../ui/cn";
import {
  DAYS_PER_WEEK,
  HOURS_PER_DAY,
  isOpen,
  openStretches,
  toggleDay,
  type WeekHours,
  withRange,
} from "./week-hours";

interface Cell {
  day: number;
  hour: number;
}

const DAYS = Array.from({ length: DAYS_PER_WEEK }, (_, day) => day);
const HOURS = Array.from({ length: HOURS_PER_DAY }, (_, hour) => hour);

const STEPS: Record<string, Cell> = {
  ArrowLeft: { day: 0, hour: -1 },
  ArrowRight: { day: 0, hour: 1 },
  ArrowUp: { day: -1, hour: 0 },
  ArrowDown: { day: 1, hour: 0 },
  Home: { day: 0, hour: -HOURS_PER_DAY },
  End: { day: 0, hour: HOURS_PER_DAY },
};

const clamp = (value: number, max: number) => Math.min(max, Math.max(0, value));

/**
 * The 168 hours of a week, each open or closed. With the mouse a rectangle is painted; with the keyboard the
 * arrows move, Space or Enter turns a cell, and the arrows with Shift carry its state along.
 */
export function WeekGrid({
  value,
  onChange,
  label,
}: {
  value: WeekHours;
  onChange(hours: WeekHours): void;
  label: string;
}) {
  const t = useTranslations("hierarchy.weekGrid");
  const [active, setActive] = useState<Cell>({ day: 1, hour: 0 });
  const painting = useRef<{ from: Cell; open: boolean; before: WeekHours } | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const keys = useId();

  const paintTo = (to: Cell) => {
    const paint = painting.current;
    if (paint) onChange(withRange(paint.before, { from: paint.from, to }, paint.open));
  };
  const start = (cell: Cell) => {
    painting.current = { from: cell, open: !isOpen(value, cell.day, cell.hour), before: value };
    setActive(cell);
    paintTo(cell);
    window.addEventListener("pointerup", () => (painting.current = null), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      onChange(withRange(value, { from: active, to: active }, !isOpen(value, active.day, active.hour)));
      return;
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = {
      day: clamp(active.day + step.day, DAYS_PER_WEEK - 1),
      hour: clamp(active.hour + step.hour, HOURS_PER_DAY - 1),
    };
    if (event.shiftKey)
      onChange(withRange(value, { from: active, to: next }, isOpen(value, active.day, active.hour)));
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.day}-${next.hour}"]`)?.focus();
  };
  return (
    <div className="space-y-1">
      <div className="overflow-x-auto rounded-md border border-line">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells chosen one by one make a table a grid
          role="grid"
          aria-label={label}
          aria-describedby={keys}
          className="w-full select-none border-separate border-spacing-px text-xs"
        >
          <thead>
            <tr>
              <td />
              {HOURS.map((hour) => (
                <th key={hour} scope="col" className="h-5 min-w-6 font-normal text-muted tabular-nums">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            {DAYS.map((day) => (
              <DayRow
                key={day}
                day={day}
                hours={value}
                active={active.day === day ? active.hour : null}
                onToggleDay={() => onChange(toggleDay(value, day))}
                onStart={(hour) => start({ day, hour })}
                onEnter={(hour) => paintTo({ day, hour })}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p id={keys} className="text-muted text-sm">
        {t("keys")}
      </p>
    </div>
  );
}

function DayRow({
  day,
  hours,
  active,
  onToggleDay,
  onStart,
  onEnter,
}: {
  day: number;
  hours: WeekHours;
  /** The hour that Tab reaches; null where it is in another row. */
  active: number | null;
  onToggleDay(): void;
  onStart(hour: number): void;
  onEnter(hour: number): void;
}) {
  const t = useTranslations("hierarchy.weekGrid");
  const weekday = useWeekdayName();
  return (
    <tr>
      <th scope="row" className="sticky left-0 z-10 bg-raised px-1 text-left font-normal">
        <button
          type="button"
          onClick={onToggleDay}
          aria-label={t("wholeDay", { day: weekday(day, "long") })}
          className="h-6 w-full rounded-sm px-1 text-left hover:bg-hover"
        >
          {weekday(day, "short")}
        </button>
      </th>
      {HOURS.map((hour) => {
        const open = isOpen(hours, day, hour);
        return (
          <td
            key={hour}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cells of a grid are chosen one by one
            role="gridcell"
            data-cell={`${day}-${hour}`}
            tabIndex={active === hour ? 0 : -1}
            aria-selected={open}
            aria-label={t(open ? "open" : "closed", { day: weekday(day, "long"), from: hour, to: hour + 1 })}
            onPointerDown={(event) => {
              event.currentTarget.releasePointerCapture?.(event.pointerId);
              onStart(hour);
            }}
            onPointerEnter={() => onEnter(hour)}
            className={cn(
              "h-6 min-w-6 cursor-pointer rounded-xs focus-visible:outline-offset-[-2px]",
              open ? "bg-accent" : "bg-sunken",
            )}
          />
        );
      })}
    </tr>
  );
}

/** The open hours in words, day by day. */
export function WeekHoursText({ hours }: { hours: WeekHours }) {
  const t = useTranslations("hierarchy.weekGrid");
  const weekday = useWeekdayName();
  const format = useFormatter();
  return (
    <ul className="space-y-0.5 text-sm">
      {DAYS.map((day) => {
        const stretches = openStretches(hours, day).map(([from, to]) => t("stretch", { from, to }));
        return (
          <li key={day} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-2">
            <span className="text-muted">{weekday(day, "short")}</span>
            <span className="tabular-nums">{stretches.length > 0 ? format.list(stretches) : t("never")}</span>
          </li>
        );
      })}
    </ul>
  );
}
