import type { Database } from "@/lib/db/connection";
import type { EventTopic } from "@/lib/db/events";
import type { RoleChangeKind } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { RoleChangeParams, RoleChangeRow } from "../model";
import type { RoleInspection } from "./inspect-role.order";

/** What a point of the checklist found. `code` is in the messages under `roleChanges.checkCodes`, or a failure's own. */
export interface CheckOutcome {
  state: "passed" | "failed" | "not-applicable";
  code?: string;
  params?: RoleChangeParams;
}

/** One thing a check is about, where there are several: a tenant's app, a connection. */
export interface CheckSubject {
  id: string;
  /** Of the sentences, e.g. its name. */
  params: RoleChangeParams;
}

/** What a check works with. It asks the server that holds the role, and looks at what that says. */
export interface CheckContext {
  db: Database;
  thread: ThreadContext;
  change: Pick<RoleChangeRow, "id" | "fromServerId" | "toServerId" | "requestedBy">;
  /** Id of its subject; empty where there is one only. */
  subject: string;
  /** When this run of it began, by the clock of the thread. */
  begunAt: Date;
  isOffline: boolean;
  /** What the server found out about itself; null: it has not answered yet. */
  inspection: RoleInspection | null;
}

/**
 * A point of the verification checklist (reference/role.md §8.2). Its words are in the messages under
 * `roleChanges.checks.<id>`: what it is, and what to do when it fails.
 */
export interface RoleCheck {
  id: RoleCheckId;
  /** The changes it belongs to; left out: all that have a checklist. */
  kinds?: readonly RoleChangeKind[];
  /** Left out: there is one. */
  subjects?(db: Database): Promise<CheckSubject[]>;
  topics: readonly EventTopic[];
  /** Asks for what it then looks for. */
  begin?(context: CheckContext): Promise<void>;
  /** @returns null when it is not there yet */
  look(context: CheckContext): Promise<CheckOutcome | null>;
  /** Of one that failed: page of the portal that leads to its cure. */
  cure: string;
}

export const ROLE_CHECK_IDS = [
  "role-threads",
  "catalogue-check",
  "usage-data-upload",
  "secret-key",
  "azure-service",
  "endpoints",
  "file-transfer",
  "notifications",
  "logs",
  "pre-release-consent",
] as const;

export type RoleCheckId = (typeof ROLE_CHECK_IDS)[number];

export const passed = (params: RoleChangeParams = {}, code?: string): CheckOutcome => ({
  state: "passed",
  code,
  params,
});
export const failed = (code: string, params: RoleChangeParams = {}): CheckOutcome => ({
  state: "failed",
  code,
  params,
});
export const notApplicable = (code: string, params: RoleChangeParams = {}): CheckOutcome => ({
  state: "not-applicable",
  code,
  params,
});

/** `<check>` or `<check>:<subject>`, as rows of `role_change_checks` are called. */
export const keyOf = (id: RoleCheckId, subject: string): string => (subject ? `${id}:${subject}` : id);

export function partsOf(key: string): { id: string; subject: string } {
  const at = key.indexOf(":");
  return at === -1 ? { id: key, subject: "" } : { id: key.slice(0, at), subject: key.slice(at + 1) };
}
