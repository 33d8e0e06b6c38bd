import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, timestamptz } from "./columns";
import { siteSystemServers } from "./hierarchy";

type Params = Record<string, string | number>;

export type RoleChangeKind = "install" | "remove" | "move" | "expand";

export interface RoleChangeStep {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "undone";
  startedAt?: string;
  finishedAt?: string;
}

/** Installation, removal, move or expansion of the service connection point: one guided run, step by step. */
export const roleChanges = pgTable(
  "role_changes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind").$type<RoleChangeKind>().notNull(),
    /** Why the role moves (reference/role.md §8.2); null for an installation or a removal. */
    reason: text("reason").$type<"recovery" | "high-availability" | "expansion">(),
    state: text("state")
      .$type<"waiting" | "running" | "stopped" | "undoing" | "complete" | "failed">()
      .notNull()
      .default("waiting"),
    /** Set null with the server; its name stays. */
    fromServerId: uuid("from_server_id").references(() => siteSystemServers.id, { onDelete: "set null" }),
    fromServer: text("from_server"),
    toServerId: uuid("to_server_id").references(() => siteSystemServers.id, { onDelete: "set null" }),
    toServer: text("to_server"),
    /** What was asked for; its shape belongs to the kind. Never a secret. */
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    /** What the steps learned so far, and the state before: for the report. Never a secret. */
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull().default({}),
    steps: jsonb("steps").$type<RoleChangeStep[]>().notNull(),
    failureCode: text("failure_code"),
    failureParams: jsonb("failure_params").$type<Params>(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
  },
  (t) => [
    index("role_changes_requested").on(t.requestedAt),
    // The role is in one pair of hands at a time.
    uniqueIndex("role_changes_one_open").on(sql`(true)`).where(sql`state not in ('complete','failed')`),
  ],
);

/** A secret on its way to the new server: sealed to it by the old one, put in place when the role changes hands. */
export const roleChangeSecrets = pgTable(
  "role_change_secrets",
  {
    roleChangeId: uuid("role_change_id")
      .notNull()
      .references(() => roleChanges.id, { onDelete: "cascade" }),
    /** Its sort and the id of its row, e.g. `application-secret:<id>` (`role-changes/hand-over/sealed-secrets.ts`). */
    secret: text("secret").notNull(),
    sealed: bytea("sealed").notNull(),
    sealedTo: text("sealed_to").notNull(),
    /** SHA-256, hex, of what it was sealed from: what was changed in the meantime is not put back. */
    source: text("source").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roleChangeId, t.secret] })],
);

/** A point of the verification checklist after the role changed hands, proved by the new server (reference/role.md §8.2). */
export const roleChangeChecks = pgTable(
  "role_change_checks",
  {
    roleChangeId: uuid("role_change_id")
      .notNull()
      .references(() => roleChanges.id, { onDelete: "cascade" }),
    /** `check` of the catalogue, with what it is about where there are several, e.g. `tenant:<id>`. */
    check: text("check").notNull(),
    state: text("state").$type<"waiting" | "running" | "passed" | "failed" | "not-applicable">().notNull(),
    /** Code of why, when it failed or does not apply. */
    code: text("code"),
    params: jsonb("params").$type<Params>(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
  },
  (t) => [primaryKey({ columns: [t.roleChangeId, t.check] })],
);
