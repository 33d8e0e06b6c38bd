import { DrizzleQueryError, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import type { UsageItemOutcome } from "@/lib/db/schema";
import type { AbsenceCode } from "./catalogue/absences";
import type { ItemFailure } from "./catalogue/item-failures";
import { CATALOGUE_ITEMS } from "./catalogue/items";
import type { CatalogueItem } from "./catalogue/model";
import { COLLECTORS } from "./collectors/collectors";
import type { CollectContext, Collector, Requirement } from "./collectors/model";
import type { UsageDataLevel, UsageDocumentItem, UsageValue } from "./model";
import { PrivacyGuard } from "./privacy-guard";
import { readProtectedNames } from "./read-protected-names";

/** What no item may take longer than; a slow one must not hold up the others for ever. */
const ITEM_TIMEOUT_MS = 60_000;

export interface GatheredItem {
  item: UsageDocumentItem;
  outcome: UsageItemOutcome;
  /** What went wrong, for the log; never part of a document. */
  error?: unknown;
}

const COLLECTOR_OF = new Map(COLLECTORS.map((collector) => [collector.id, collector]));

/**
 * Evaluates every item of `level` in one snapshot, so that the figures of a document belong together; the transaction
 * is read-only, so that collecting changes nothing. An item that fails says so and stops no other.
 * @throws when the database goes away (the commit fails then), or `signal` aborts
 */
export async function gatherItems(
  db: Database,
  { level, signal, ...context }: Omit<CollectContext, "db"> & { level: UsageDataLevel; signal: AbortSignal },
): Promise<GatheredItem[]> {
  return db.transaction(
    async (transaction) => {
      const tx = transaction as unknown as Database;
      await tx.execute(sql.raw(`set local statement_timeout = ${ITEM_TIMEOUT_MS}`));
      const guard = new PrivacyGuard(await readProtectedNames(tx));
      const missing = await findMissing(tx);
      const gathered: GatheredItem[] = [];
      for (const entry of CATALOGUE_ITEMS) {
        if (entry.level > level || entry.absent === "removed") continue;
        signal.throwIfAborted();
        const startedAt = performance.now();
        const result = await evaluate(entry, { ...context, db: tx }, { guard, missing });
        gathered.push(toGathered(entry, result, Math.round(performance.now() - startedAt)));
      }
      return gathered;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

type Evaluation = { value: UsageValue } | { absent: AbsenceCode } | { failed: ItemFailure; error?: unknown };

async function evaluate(
  entry: CatalogueItem,
  context: CollectContext,
  { guard, missing }: { guard: PrivacyGuard; missing: Missing },
): Promise<Evaluation> {
  if (entry.absent) return { absent: entry.absent };
  const collector = COLLECTOR_OF.get(entry.id);
  if (!collector) throw new Error(`${entry.id} has neither a collector nor a reason for having none`);
  const absence = collector.needs && missing[collector.needs];
  if (absence) return { absent: absence };
  const collected = await collect(collector, context);
  if (!("value" in collected)) return collected;
  const found = guard.find(collected.value, collector.schema);
  return found ? { failed: found } : collected;
}

async function collect(collector: Collector, context: CollectContext): Promise<Evaluation> {
  let value: unknown;
  try {
    // A savepoint: a statement that fails takes only its own item with it.
    value = await context.db.transaction((tx) =>
      collector.collect({ ...context, db: tx as unknown as Database }),
    );
  } catch (error) {
    return { failed: sqlState(error) === QUERY_CANCELED ? "took-too-long" : "collector-failed", error };
  }
  const parsed = collector.schema.safeParse(value);
  if (!parsed.success) return { failed: "value-refused", error: parsed.error };
  // The schemas of items describe JSON and nothing else.
  return { value: parsed.data as UsageValue };
}

type Missing = Record<Requirement, AbsenceCode | null>;

async function findMissing(db: Database): Promise<Missing> {
  const { rows } = await db.execute<{ clients: boolean; samples: boolean }>(sql`
    select exists (select from client_summary) as clients, exists (select from server_performance) as samples`);
  return {
    clients: rows[0]?.clients ? null : "no-clients",
    samples: rows[0]?.samples ? null : "no-samples",
  };
}

function toGathered({ id, level }: CatalogueItem, result: Evaluation, durationMs: number): GatheredItem {
  if ("value" in result)
    return { item: { id, level, value: result.value }, outcome: { id, outcome: "collected", durationMs } };
  if ("absent" in result)
    return {
      item: { id, level, absent: result.absent },
      outcome: { id, outcome: "absent", reason: result.absent, durationMs },
    };
  return {
    item: { id, level, failed: result.failed },
    outcome: { id, outcome: "failed", reason: result.failed, durationMs },
    error: result.error,
  };
}

/** SQLSTATE of a statement that ran into its timeout. */
const QUERY_CANCELED = "57014";

const sqlState = (error: unknown): string | undefined => {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return (cause as { code?: string } | undefined)?.code;
};
