import { desc } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { executives } from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";

/** What anybody may know who can reach the portal: whether it works, nothing about how it is made. */
export interface Health {
  version: string;
  status: "ok" | "down";
  database: "ok" | "down";
  executive: { status: "ok" | "down"; heartbeatAt: string | null };
  lab: boolean;
}

/** How long the database may take to answer before it counts as down, in milliseconds. */
const DATABASE_ANSWERS_WITHIN_MS = 3_000;

/** The portal's health as seen from its own database connection. Never throws. */
export async function readHealth(db: Database, about: { version: string; lab: boolean }): Promise<Health> {
  const newest = await within(DATABASE_ANSWERS_WITHIN_MS, newestExecutive(db)).catch(() => "down" as const);
  const database = newest === "down" ? "down" : "ok";
  const executive = newest === "down" ? undefined : newest;
  return {
    version: about.version,
    status: executive?.responding ? "ok" : "down",
    database,
    executive: {
      status: executive?.responding ? "ok" : "down",
      heartbeatAt: executive?.heartbeatAt.toISOString() ?? null,
    },
    lab: about.lab,
  };
}

async function newestExecutive(db: Database) {
  const rows = await db
    .select({ heartbeatAt: executives.heartbeatAt, responding: isResponding() })
    .from(executives)
    .orderBy(desc(isResponding()), desc(executives.heartbeatAt))
    .limit(1);
  return rows[0];
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
