import { z } from "zod";
import { ABSENCES, type AbsenceCode } from "./catalogue/absences";
import { ITEM_FAILURES, type ItemFailure } from "./catalogue/item-failures";
import { CATALOGUE_ITEMS } from "./catalogue/items";
import type { CatalogueItem } from "./catalogue/model";
import { COLLECTORS } from "./collectors/collectors";
import { type UsageDataLevel, usageDocument } from "./model";

const VALUE_OF = new Map(COLLECTORS.map(({ id, schema }) => [id, schema]));

/** What an item may be in a document; one description for all levels that contain it. */
const ITEM_SCHEMAS = CATALOGUE_ITEMS.filter(({ absent }) => absent !== "removed").map(itemSchema);

function itemSchema({ id, level }: CatalogueItem) {
  return z
    .strictObject({
      id: z.literal(id),
      level: z.literal(level),
      value: (VALUE_OF.get(id) ?? z.never()).optional(),
      absent: z.enum(Object.keys(ABSENCES) as AbsenceCode[]).optional(),
      failed: z.enum(Object.keys(ITEM_FAILURES) as ItemFailure[]).optional(),
    })
    .refine(
      ({ value, absent, failed }) =>
        [value, absent, failed].filter((part) => part !== undefined).length === 1,
    );
}

function itemsUpTo(level: UsageDataLevel) {
  const [first, ...others] = ITEM_SCHEMAS.filter((item) => item.shape.level.value <= level);
  if (!first) throw new Error("there are items of every level");
  return z.discriminatedUnion("id", [first, ...others]);
}

/** An item of a document, by the document's level. */
export const ITEM_OF_LEVEL = { 1: itemsUpTo(1), 2: itemsUpTo(2), 3: itemsUpTo(3) } as const;

const documentOf = <Level extends UsageDataLevel>(level: Level) =>
  usageDocument.extend({ level: z.literal(level), items: z.array(ITEM_OF_LEVEL[level]) });

/**
 * A document, by its level: the items of that level and of those below, each described wholly, and no others. A level
 * is the one below and more, because the descriptions are the same.
 */
export const DOCUMENT_OF_LEVEL = { 1: documentOf(1), 2: documentOf(2), 3: documentOf(3) } as const;
