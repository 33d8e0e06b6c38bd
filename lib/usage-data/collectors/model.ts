import type { z } from "zod";
import type { Database } from "@/lib/db/connection";
import type { sites } from "@/lib/db/schema";
import type { UsageDataSettings } from "../settings";

/** What every collector of one run looks at: one snapshot of the database, read-only. */
export interface CollectContext {
  db: Database;
  now: Date;
  /** The keyed hash of an identifier; nothing else may stand for one in a value. */
  hash(identifier: string): string;
  settings: UsageDataSettings;
  topLevelSite: typeof sites.$inferSelect;
}

/** What must be there before there is anything to collect; without it the item is absent. */
export type Requirement = "clients" | "samples";

/** One item as code. Its level, texts and sample are in the catalogue under the same id. */
export interface Collector {
  id: string;
  needs?: Requirement;
  /** Describes the value wholly: what it does not name does not leave. */
  schema: z.ZodType;
  /** @returns the value, which `schema` has still to accept: rows of the database are as trusted as any input */
  collect(context: CollectContext): Promise<unknown>;
}
