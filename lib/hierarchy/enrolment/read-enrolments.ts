import { desc, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { serverEnrolments } from "@/lib/db/schema";
import type { EnrolmentView } from "./model";

type Enrolment = typeof serverEnrolments.$inferSelect;

/** The newest enrolment of each server that has one worth telling. */
export async function readEnrolments(
  db: Database,
  serverIds: readonly string[],
  now: Date,
): Promise<Map<string, EnrolmentView>> {
  if (serverIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(serverEnrolments)
    .where(inArray(serverEnrolments.serverId, [...serverIds]))
    .orderBy(desc(serverEnrolments.createdAt));
  const views = new Map<string, EnrolmentView>();
  for (const row of rows) {
    const view = viewOf(row, now);
    if (view && !views.has(row.serverId)) views.set(row.serverId, view);
  }
  return views;
}

/** Null for a token that came to nothing: what was before it still counts. */
function viewOf(row: Enrolment, now: Date): EnrolmentView | null {
  const { joinedAt, endedAt, createdAt, createdBy, expiresAt } = row;
  if (joinedAt && endedAt) return { state: "revoked", endedAt, endedBy: row.endedBy ?? "" };
  if (joinedAt)
    return {
      state: "joined",
      joinedAt,
      hostName: row.hostName ?? "",
      version: row.version ?? "",
      keyFingerprint: row.keyFingerprint ?? "",
    };
  if (endedAt || expiresAt <= now) return null;
  return { state: "waiting", createdAt, createdBy, expiresAt };
}
