/** A foreign key: rows of `from` refer to rows of `to`. */
export interface Reference {
  from: string;
  to: string;
}

/**
 * The tables so that each comes after those it refers to.
 * @throws Error that names the tables when they refer to each other in a circle
 */
export function inOrderOfReferences(tables: readonly string[], references: readonly Reference[]): string[] {
  const ordered: string[] = [];
  const left = new Set(tables);
  while (left.size > 0) {
    const ready = [...left].filter((table) => !references.some((one) => waits(one, table, left)));
    if (ready.length === 0) throw new Error(`Tables refer to each other: ${[...left].join(", ")}`);
    for (const table of ready) left.delete(table);
    ordered.push(...ready);
  }
  return ordered;
}

/** Rows of one table that refer to each other are loaded by one statement, which is checked at its end. */
const waits = ({ from, to }: Reference, table: string, left: ReadonlySet<string>): boolean =>
  from === table && to !== table && left.has(to);
