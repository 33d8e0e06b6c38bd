import type { Result } from "@/lib/result";

type Command<T = unknown> = (input: unknown) => Promise<Result<T>>;

/** What the page of usage data can start: its server actions. */
export interface UsageDataCommands {
  /** Collects now; the batch is uploaded or carried. */
  collect: Command;
  /** `{level}`: collects at a level without ever sending it. */
  preview: Command<{ runId: string }>;
  /** `{runId}`: lets the bytes of a preview leave. */
  sendPreview: Command;
  /** Sends what waits. */
  upload: Command;
  /** `{level}`. */
  changeLevel: Command;
}
