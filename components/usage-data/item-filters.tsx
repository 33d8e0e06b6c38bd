"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAddressParam } from "../ui/use-address-param";
import { LEVELS, useLevelName } from "./badges";
import { bySection, ITEM_OUTCOMES, type ItemFilter, type ItemRow } from "./item-rows";

/** The filter of the items as the address has it. */
export function useItemFilter() {
  const [search, setSearch] = useAddressParam("search");
  const [level, setLevel] = useAddressParam("level");
  const [section, setSection] = useAddressParam("section");
  const [outcome, setOutcome] = useAddressParam("outcome");
  const filter: ItemFilter = { search, level, section, outcome };
  const set = { search: setSearch, level: setLevel, section: setSection, outcome: setOutcome };
  return {
    filter,
    filtered: Object.values(filter).some(Boolean),
    set,
    reset() {
      for (const clear of Object.values(set)) clear("");
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
        options={bySection(rows).map(({ section }) => ({ value: section, label: t(`sections.${section}`) }))}
      />
      <Filter
        label={t("items.outcome")}
        all={t("items.allOutcomes")}
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
  value,
  options,
  onChange,
}: {
  label: string;
  all: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="field-control w-auto min-w-0 max-w-full"
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
