import { randomUUID } from "node:crypto";
import type { SecurityRoleId, SecurityScopeId } from "@/lib/access/security-roles";
import type { Clock } from "@/lib/clock";
import type { Actor, Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";

/** A clock that only moves when told. */
export function testClock(start = new Date("2020-04-20T08:00:00Z")): Clock & { advance(ms: number): void } {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
  };
}

export function userActor(roleId: SecurityRoleId = "SMS0001R", scopeId: SecurityScopeId = "SMS00ALL"): Actor {
  return {
    kind: "user",
    userId: randomUUID(),
    sessionId: randomUUID(),
    name: `test-${roleId}`,
    assignments: [{ roleId, scopeId }],
    source: "127.0.0.1",
  };
}

export function testCtx(db: Database, overrides: Partial<Ctx> = {}): Ctx {
  return { db, actor: userActor(), clock: testClock(), correlationId: randomUUID(), ...overrides };
}
