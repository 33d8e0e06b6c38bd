import { runUseCase } from "./run-use-case";
import type { UseCase } from "@/lib/use-case";

/**
 * What a page shows of a query: its answer, or null when the user may not see it. Every other failure is the
 * business of the error page.
 */
export async function read<T>(query: UseCase<T, string>, input: unknown = {}): Promise<T | null> {
  const result = await runUseCase(query, input);
  if (result.ok) return result.value;
  if (result.code === "forbidden") return null;
  throw new Error(`${query.useCaseName}: ${result.code}`);
}
