"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";

/** Looks for sites by code, name or server, and narrows them to those that have yet to follow their parent. */
export function SitesToolbar({
  search,
  onSearch,
  chosen,
  onChoose,
}: {
  search: string;
  onSearch(text: string): void;
  chosen: string;
  onChoose(value: string): void;
}) {
  const t = useTranslations("hierarchy.find");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-48 max-w-80 flex-1">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
        <input
          type="search"
          value={search}
          maxLength={100}
          onChange={(event) => onSearch(event.target.value)}
          placeholder={t("placeholder")}
          aria-label={t("search")}
          className="field-control pl-8"
        />
      </div>
      <select
        aria-label={t("which")}
        className="field-control w-auto"
        value={chosen === "behind" ? "behind" : "all"}
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="all">{t("all")}</option>
        <option value="behind">{t("behind")}</option>
      </select>
    </div>
  );
}
