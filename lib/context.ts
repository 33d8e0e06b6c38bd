import type { SecurityRoleId, SecurityScopeId } from "@/lib/access/security-roles";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";

/** Who acts. A page, the executive and the command line call the same use cases with a different actor. */
export type Actor =
  | {
      kind: "user";
      userId: string;
      sessionId: string;
      /** As shown in audit messages, e.g. `CONTOSO\anna`. */
      name: string;
      assignments: readonly RoleAssignment[];
      /** Address the request came from. */
      source: string;
    }
  | { kind: "component"; component: string; server: string }
  | { kind: "command-line"; osUser: string }
  /** Whoever proved the set-up code, before there is any account; may run Setup and nothing else. */
  | { kind: "setup"; source: string };

export interface RoleAssignment {
  roleId: SecurityRoleId;
  scopeId: SecurityScopeId;
}

/** Everything a use case needs from outside. */
export interface Ctx {
  actor: Actor;
  /** The pool, or the open transaction inside a command. */
  db: Database;
  clock: Clock;
  /** Ties audit messages, jobs and log lines of one request together. */
  correlationId: string;
}

/** The name audit messages and `requested by` columns carry. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.name;
    case "component":
      return actor.component;
    case "command-line":
      return actor.osUser;
    case "setup":
      return "Setup";
  }
}
