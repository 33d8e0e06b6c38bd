/** Empty values sort last ascending; dates and numbers by size, everything else by the language's order. */
export function compareValues(collator: Intl.Collator, a: unknown, b: unknown): number {
  const missing = (value: unknown) => value === null || value === undefined || value === "";
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  return collator.compare(String(a), String(b));
}
