import { actorName, type Ctx } from "@/lib/context";
import { auditMessages } from "@/lib/db/schema";

export interface AuditEntry {
  /** From the audit catalogue (reference/roles-and-permissions.md §11), e.g. 60010 check for updates requested. */
  messageId: number;
  action: string;
  objectType?: string;
  objectId?: string;
  /** Insertion strings after the user's name, in the catalogue's order. Never a secret. */
  strings?: string[];
  /** False when the action was refused. */
  allowed?: boolean;
}

/** Writes the audit message into `ctx.db`: inside a command that is the command's own transaction. */
export async function writeAudit(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const { actor } = ctx;
  const name = actorName(actor);
  await ctx.db.insert(auditMessages).values({
    time: ctx.clock.now(),
    messageId: entry.messageId,
    actorKind: actor.kind,
    actorName: name,
    userId: actor.kind === "user" ? actor.userId : null,
    source: "source" in actor ? actor.source : null,
    action: entry.action,
    objectType: entry.objectType ?? null,
    objectId: entry.objectId ?? null,
    strings: [name, ...(entry.strings ?? [])],
    allowed: entry.allowed ?? true,
    correlationId: ctx.correlationId,
  });
}
