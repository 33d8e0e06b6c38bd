import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Actor, RoleAssignment } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { sessions, userRoleAssignments, users } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import { isSecurityRoleId, isSecurityScopeId } from "./security-roles";
import { SESSION_POLICY } from "./session-policy";

export interface SignedInUser {
  actor: Extract<Actor, { kind: "user" }>;
  displayName: string;
  /** Where the account signs in; only `local` accounts have a password here. */
  signInSource: "local" | "entra-id";
  preferences: { locale: Locale | null; theme: "light" | "dark" | null; timeZone: string | null };
}

/**
 * The user behind a session id, if the session still counts: not revoked, neither idle nor over its absolute
 * age, and the account not disabled. Reads rights anew each time, so that a change of roles acts at once.
 */
export async function findSession(
  db: Database,
  clock: Clock,
  sessionId: string,
): Promise<SignedInUser | null> {
  const now = clock.now();
  const [row] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_POLICY.idleMs)),
        isNull(users.disabledAt),
      ),
    );
  if (!row) return null;
  const granted = await db
    .select({ roleId: userRoleAssignments.roleId, scopeId: userRoleAssignments.scopeId })
    .from(userRoleAssignments)
    .where(eq(userRoleAssignments.userId, row.user.id));
  const { user, session } = row;
  return {
    actor: {
      kind: "user",
      userId: user.id,
      sessionId: session.id,
      name: user.userName,
      assignments: granted.filter(isKnownAssignment),
      source: session.source,
    },
    displayName: user.displayName,
    signInSource: user.source,
    preferences: { locale: user.locale, theme: user.theme, timeZone: user.timeZone },
  };
}

/** Notes that the user is present. The condition keeps a burst of requests down to one write a minute. */
export async function touchSession(db: Database, clock: Clock, sessionId: string): Promise<void> {
  const now = clock.now();
  await db
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
        lt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_POLICY.touchEveryMs)),
      ),
    );
}

/** A role of a later version, or a custom one this version does not know, grants nothing. */
function isKnownAssignment(row: { roleId: string; scopeId: string }): row is RoleAssignment {
  return isSecurityRoleId(row.roleId) && isSecurityScopeId(row.scopeId);
}
