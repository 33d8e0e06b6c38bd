import { randomUUID } from "node:crypto";
import { findSession } from "@/lib/access/find-session";
import { openSession } from "@/lib/access/open-session";
import { hashPassword } from "@/lib/access/password";
import type { Clock } from "@/lib/clock";
import type { Ctx, RoleAssignment } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { userRoleAssignments, users } from "@/lib/db/schema";

export interface TestUser {
  id: string;
  userName: string;
}

/** A local account; without `password` it has none and is cheap to make. */
export async function createUser(
  db: Database,
  { userName = `user-${randomUUID()}`, password, assignments = [] }: Partial<NewUser> = {},
): Promise<TestUser> {
  const passwordHash = password ? await hashPassword(password) : null;
  const [user] = await db
    .insert(users)
    .values({ userName, displayName: userName, passwordHash })
    .returning({ id: users.id, userName: users.userName });
  if (!user) throw new Error("The user was not stored");
  if (assignments.length > 0)
    await db.insert(userRoleAssignments).values(assignments.map((a) => ({ ...a, userId: user.id })));
  return user;
}

interface NewUser {
  userName: string;
  password: string;
  assignments: readonly RoleAssignment[];
}

/** What a request of `user` acts with after a fresh sign-in. */
export async function signedInCtx(
  db: Database,
  clock: Clock,
  user: TestUser,
  source = "192.0.2.1",
): Promise<Ctx & { sessionId: string }> {
  const correlationId = randomUUID();
  const sessionId = await openSession(
    { db, clock, correlationId },
    { userId: user.id, source, userAgent: "vitest" },
  );
  const found = await findSession(db, clock, sessionId);
  if (!found) throw new Error("The new session does not count");
  return { db, clock, correlationId, actor: found.actor, sessionId };
}
