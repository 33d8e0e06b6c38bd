import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { COLLECTORS } from "../collectors/collectors";
import { USAGE_DATA_SECTIONS } from "../sections";
import { ABSENCES } from "./absences";
import { ITEM_FAILURES } from "./item-failures";
import { CATALOGUE, CATALOGUE_ITEMS, describeItem } from "./items";
import { REASONS } from "./reasons";

/** The counts of reference/usage-data.md §6.4, by section: entries, and how many of them are removed. */
const SECTIONS = {
  basic: [56, 2],
  "application-management": [42, 0],
  client: [23, 0],
  "cloud-services": [7, 0],
  cmpivot: [3, 0],
  "co-management": [3, 0],
  collections: [4, 0],
  "compliance-settings": [10, 0],
  console: [4, 0],
  content: [12, 0],
  "endpoint-protection": [7, 0],
  migration: [1, 0],
  "mobile-device-management": [5, 0],
  "intune-troubleshooting": [3, 0],
  "on-premises-mobile-device-management": [2, 0],
  "os-deployment": [15, 0],
  "site-updates": [1, 0],
  "software-updates": [34, 8],
  "sql-performance": [13, 0],
  miscellaneous: [12, 0],
  full: [25, 4],
} as const;

const removed = CATALOGUE_ITEMS.filter((item) => item.change === "removed");

describe("the itemised list", () => {
  it.each(Object.entries(SECTIONS))(
    "has every item of the section %s, in order",
    (section, [entries, gone]) => {
      const own = CATALOGUE.filter((entry) => entry.section === section);
      const prefix = Object.entries(USAGE_DATA_SECTIONS).find(([, name]) => name === section)?.[0];
      const ids = Array.from({ length: entries }, (_, at) => `${prefix}-${String(at + 1).padStart(2, "0")}`);
      expect(own.map(({ id }) => id)).toEqual(ids);
      expect(removed.filter((item) => item.section === section)).toHaveLength(gone);
    },
  );

  it("has 53 active items at Basic, 246 at Enhanced and 267 at Full, and one heading", () => {
    const active = CATALOGUE_ITEMS.filter((item) => !removed.includes(item));
    const upTo = (level: number) => active.filter((item) => item.level <= level).length;
    expect([upTo(1), upTo(2), upTo(3)]).toEqual([53, 246, 267]);
    expect(CATALOGUE.length - CATALOGUE_ITEMS.length).toBe(1);
  });

  it("tells what version 2002 changed", () => {
    const changed = (change: string) =>
      CATALOGUE_ITEMS.filter((item) => item.change === change).map(({ id }) => id);
    expect(changed("updated")).toEqual(["B-03"]);
    expect(changed("moved")).toEqual(["B-48"]);
    expect(changed("section")).toEqual(["E-CON-01", "E-CON-02", "E-SQL-12"]);
    expect(removed.every((item) => item.absent === "removed")).toBe(true);
  });
});

describe("an item", () => {
  it.each(LOCALES)("has title, description and reason of its own in %s", (locale) => {
    const texts = CATALOGUE_ITEMS.map((item) => describeItem(item, locale));
    for (const { id, title, description, reason } of texts) {
      expect([id, title.length > 1, description.endsWith("."), reason.length > 1]).toEqual([
        id,
        true,
        true,
        true,
      ]);
    }
    const described = texts.map(({ section, title, description }) => `${section} ${title} ${description}`);
    expect(new Set(described).size).toBe(described.length);
  });

  it("is said in German, not in English", () => {
    const same = CATALOGUE_ITEMS.filter((item) => item.description.en === item.description.de);
    expect(same.map(({ id }) => id)).toEqual([]);
  });

  it("either has one collector, what it reads and a sample, or says why it has none", () => {
    const collectors = COLLECTORS.map(({ id }) => id).sort();
    const collected = CATALOGUE_ITEMS.filter((item) => item.absent === null);
    expect(collected.map(({ id }) => id).sort()).toEqual(collectors);
    for (const { reads, sample } of collected)
      expect([reads.length > 0, sample !== null]).toEqual([true, true]);
    for (const item of CATALOGUE_ITEMS.filter(({ absent }) => absent !== null)) {
      expect([item.reads, item.sample]).toEqual([[], null]);
    }
  });

  it.each(COLLECTORS.map((collector) => [collector.id, collector] as const))(
    "%s has a sample of the form its values have",
    (id, { schema }) => {
      expect(schema.parse(CATALOGUE_ITEMS.find((item) => item.id === id)?.sample)).toBeDefined();
    },
  );
});

it("reasons, absences and failures are said in both languages", () => {
  for (const text of Object.values({ ...REASONS, ...ABSENCES, ...ITEM_FAILURES })) {
    expect(text.en).not.toBe("");
    expect(text.de).not.toBe("");
    expect(text.de).not.toBe(text.en);
  }
});
