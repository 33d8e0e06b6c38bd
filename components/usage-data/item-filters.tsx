"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAddressParam } from "../ui/use-address-param";
import { LEVELS, useLevelName } from "./badges";
import {
  ALL_OUTCOMES,
  bySection,
  ITEM_OUTCOMES,
  type ItemFilter,
  type ItemOutcome,
  type ItemRow,
} from "./item-rows";

/** What leaves comes first; everything else is one choice away. */
const FIRST_OUTCOME = "collected" satisfies ItemOutcome;

/** The filter of the items as the address has it. */
export function useItemFilter() {
  const [search, setSearch] = useAddressParam("search");
  const [level, setLevel] = useAddressParam("level");
  const [section, setSection] = useAddressParam("section");
  const [outcome, setOutcome] = useAddressParam("outcome", FIRST_OUTCOME);
  const filter: ItemFilter = { search, level, section, outcome };
  const set = { search: setSearch, level: setLevel, section: setSection, outcome: setOutcome };
  return {
    filter,
    filtered: search !== "" || level !== "" || section !== "" || outcome !== FIRST_OUTCOME,
    set,
    reset() {
      for (const clear of [setSearch, setLevel, setSection]) clear("");
      setOutcome(FIRST_OUTCOME);
    },
  };
}

export function ItemFilters({ rows, children }: { rows: readonly ItemRow[]; children: ReactNode }) {
  const t = useTranslations("usageDataPage");
  const levelName = useLevelName();
  const { filter, set } = useItemFilter();
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
      <div className="relative min-w-40 flex-1 basis-52">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
        <input
          type="search"
          value={filter.search}
          onChange={(event) => set.search(event.target.value)}
          placeholder={t("items.search")}
          aria-label={t("items.search")}
          className="field-control pl-8"
        />
      </div>
      <Filter
        label={t("items.level")}
        all={t("items.allLevels")}
        value={filter.level}
        onChange={set.level}
        options={LEVELS.map((level) => ({ value: String(level), label: levelName(level) }))}
      />
      <Filter
        label={t("items.section")}
        all={t("items.allSections")}
        value={filter.section}
        onChange={set.section}
        options={bySection(rows, rows).map(({ section }) => ({
          value: section,
          label: t(`sections.${section}`),
        }))}
      />
      <Filter
        label={t("items.outcome")}
        all={t("items.withCount", { name: t("items.allOutcomes"), count: rows.length })}
        allValue={ALL_OUTCOMES}
        value={filter.outcome}
        onChange={set.outcome}
        options={ITEM_OUTCOMES.map((outcome) => ({
          value: outcome,
          label: t("items.withCount", {
            name: t(`outcomes.${outcome}`),
            count: rows.filter((row) => row.outcome === outcome).length,
          }),
        }))}
      />
      {children}
    </div>
  );
}

function Filter({
  label,
  all,
  allValue = "",
  value,
  options,
  onChange,
}: {
  label: string;
  all: string;
  allValue?: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="field-control w-auto min-w-0 max-w-60"
    >
      <option value={allValue}>{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
