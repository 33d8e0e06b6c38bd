import { Minute } from "@/lib/clock";
import { COLLECTORS, type CollectorInput } from "./collectors";
import type { Facts } from "./facts";

/** A disk or a database that does not answer must not hold the check up; reading the staged files takes its time. */
const COLLECT_WITHIN_MS = Minute.ms;

/** A fact, or why it could not be had. */
export type Gathered = { [Name in keyof Facts]: { value: Facts[Name] } | { reason: string } };

/**
 * Finds out everything the rules ask for. What cannot be found out carries its reason.
 * @throws the signal's reason when the thread stops
 */
export async function gatherFacts(
  input: CollectorInput,
  names: ReadonlySet<keyof Facts>,
): Promise<Partial<Gathered>> {
  const gathered: Record<string, unknown> = {};
  for (const name of names) {
    input.thread.signal.throwIfAborted();
    gathered[name] = await collect(input, name);
  }
  return gathered as Partial<Gathered>;
}

async function collect(
  input: CollectorInput,
  name: keyof Facts,
): Promise<{ value: unknown } | { reason: string }> {
  try {
    const work: Promise<unknown> = COLLECTORS[name](input);
    return { value: await (name === "staged" ? work : inTime(work)) };
  } catch (error) {
    input.thread.signal.throwIfAborted();
    return { reason: reasonOf(error) };
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), COLLECT_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The cause says more than the wrapper of a failed query. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return reasonOf(cause);
  const code = (error as NodeJS.ErrnoException).code;
  return code ? `${code}: ${error.message}` : error.message;
}
