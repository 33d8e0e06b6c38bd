import type { z } from "zod";
import { type AuditEntry, writeAudit } from "@/lib/access/audit";
import { type Action, can } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { type Failure, fail, type Result } from "@/lib/result";

/** Failures every use case can have, before its own. */
export type CommonFailureCode = "invalid-input" | "forbidden";

interface Spec<Input extends z.ZodType, T, Code extends string> {
  /** Verb and object, as in the file name: `check-for-updates`. */
  name: string;
  /** Row of the permission table this use case asks for. */
  action: Action;
  input: Input;
  /** A further row that depends on what is asked, e.g. on the type of a service; null: none. */
  alsoAction?(ctx: Ctx, input: z.output<Input>): Promise<Action | null>;
  run(ctx: Ctx, input: z.output<Input>): Promise<Result<T, Code>>;
}

interface CommandSpec<Input extends z.ZodType, T, Code extends string> extends Spec<Input, T, Code> {
  /** Every change leaves an audit message; `null` when the command found nothing to change. */
  audit(input: z.output<Input>, value: T): Omit<AuditEntry, "action"> | null;
}

export interface UseCase<T, Code extends string> {
  (ctx: Ctx, input: unknown): Promise<Result<T, Code | CommonFailureCode>>;
  useCaseName: string;
  action: Action;
}

/** A use case that only reads. */
export function defineQuery<Input extends z.ZodType, T, Code extends string = never>(
  spec: Spec<Input, T, Code>,
): UseCase<T, Code> {
  const query = async (ctx: Ctx, raw: unknown): Promise<Result<T, Code | CommonFailureCode>> => {
    const gate = await enter(spec, ctx, raw);
    return gate.ok ? spec.run(ctx, gate.value) : gate;
  };
  return Object.assign(query, { useCaseName: spec.name, action: spec.action });
}

/**
 * A use case that changes something: `run` and its audit message share one transaction, and an expected
 * failure rolls both back, so that a refused command leaves no trace but its refusal.
 */
export function defineCommand<Input extends z.ZodType, T, Code extends string = never>(
  spec: CommandSpec<Input, T, Code>,
): UseCase<T, Code> {
  const command = async (ctx: Ctx, raw: unknown): Promise<Result<T, Code | CommonFailureCode>> => {
    const gate = await enter(spec, ctx, raw);
    if (!gate.ok) return gate;
    try {
      return await ctx.db.transaction(async (tx) => {
        const inside: Ctx = { ...ctx, db: tx as unknown as Ctx["db"] };
        const result = await spec.run(inside, gate.value);
        if (!result.ok) throw new RolledBack(result);
        const entry = spec.audit(gate.value, result.value);
        if (entry) await writeAudit(inside, { ...entry, action: spec.action });
        return result;
      });
    } catch (error) {
      if (error instanceof RolledBack) return error.failure as Failure<Code>;
      throw error;
    }
  };
  return Object.assign(command, { useCaseName: spec.name, action: spec.action });
}

async function enter<Input extends z.ZodType>(
  spec: Pick<Spec<Input, unknown, string>, "name" | "action" | "input" | "alsoAction">,
  ctx: Ctx,
  raw: unknown,
): Promise<Result<z.output<Input>, CommonFailureCode>> {
  // Who may comes before what was said: a stranger learns nothing about the shape of the input.
  if (!can(ctx.actor, spec.action)) return refuse(ctx, spec.name, spec.action);
  const parsed = spec.input.safeParse(raw);
  if (parsed.success) {
    const further = await spec.alsoAction?.(ctx, parsed.data);
    if (further && !can(ctx.actor, further)) return refuse(ctx, spec.name, further);
    return { ok: true, value: parsed.data };
  }
  const issue = parsed.error.issues[0];
  return fail("invalid-input", {
    field: issue?.path.join("."),
    params: { issue: issue?.code ?? "custom", message: issue?.message ?? "" },
  });
}

async function refuse(ctx: Ctx, useCaseName: string, action: Action): Promise<Failure<"forbidden">> {
  await writeAudit(ctx, { messageId: 60051, action, allowed: false, strings: [useCaseName] });
  return fail("forbidden", { params: { action } });
}

class RolledBack extends Error {
  constructor(readonly failure: Failure) {
    super("rolled back");
  }
}
