import type { z } from "zod";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { Result } from "@/lib/result";

/**
 * One thing that a server can be asked to do by itself. It may run twice: a kill in its middle repeats it.
 * Input and result are kept with the task and shown; a secret is in neither.
 */
export interface ServerTaskKind<Input extends z.ZodType = z.ZodType, T = unknown> {
  kind: string;
  input: Input;
  /** @param signal aborts when the thread stops */
  run(thread: ThreadContext, input: z.output<Input>, signal: AbortSignal): Promise<Result<T, string>>;
}

/** Keeps the types of input and result together in a list of kinds. */
export const defineServerTask = <Input extends z.ZodType, T>(
  task: ServerTaskKind<Input, T>,
): ServerTaskKind<Input, T> => task;

/** A task as a reader sees it. */
export interface ServerTaskView {
  id: string;
  serverId: string;
  kind: string;
  state: "waiting" | "running" | "done" | "failed";
  result: unknown;
  failure: { code: string; params: Record<string, string | number> } | null;
  requestedBy: string;
  requestedAt: Date;
  finishedAt: Date | null;
}
