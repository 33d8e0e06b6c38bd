import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { statusMessages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import {
  STATUS_MESSAGE_TYPE,
  STATUS_SEVERITY,
  type StatusMessageRow,
  type StatusMessageType,
  type StatusSeverity,
} from "./model";

/** Newest first. A page continues below the last `recordId` of the one before. */
export const listStatusMessages = defineQuery({
  name: "list-status-messages",
  action: "status.view",
  input: z.object({
    component: z.string().max(100).optional(),
    machineName: z.string().max(255).optional(),
    severity: z.enum(["informational", "warning", "error"]).optional(),
    before: z.number().int().positive().optional(),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  async run(ctx, { component, machineName, severity, before, limit }) {
    const rows = await ctx.db
      .select()
      .from(statusMessages)
      .where(
        and(
          component === undefined ? undefined : eq(statusMessages.component, component),
          machineName === undefined ? undefined : eq(statusMessages.machineName, machineName),
          severity === undefined ? undefined : eq(statusMessages.severity, STATUS_SEVERITY[severity]),
          before === undefined ? undefined : lt(statusMessages.recordId, before),
        ),
      )
      .orderBy(desc(statusMessages.recordId))
      .limit(limit);
    return ok(
      rows.map(
        (row) =>
          ({
            ...row,
            severity: severityOf(row.severity),
            messageType: messageTypeOf(row.messageType),
          }) satisfies StatusMessageRow,
      ),
    );
  },
});

const severityOf = (value: number): StatusSeverity =>
  keyOf(STATUS_SEVERITY, value) ?? raise(`Unknown status severity ${value}.`);
const messageTypeOf = (value: number): StatusMessageType =>
  keyOf(STATUS_MESSAGE_TYPE, value) ?? raise(`Unknown status message type ${value}.`);

function keyOf<K extends string>(table: Record<K, number>, value: number): K | undefined {
  return (Object.keys(table) as K[]).find((key) => table[key] === value);
}

function raise(message: string): never {
  throw new Error(message);
}
