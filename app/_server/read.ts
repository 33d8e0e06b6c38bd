import { can } from "@/lib/access/permissions";
import type { UseCase } from "@/lib/use-case";
import { currentUser } from "./current-user";
import { runUseCase } from "./run-use-case";

/**
 * What a page shows of a query: its answer, or null when the user may not see it. Every other failure is the
 * business of the error page. Asks for the permission first, because a refusal is audited, and a page that
 * merely leaves something out is no attempt.
 */
export async function read<T>(query: UseCase<T, string>, input: unknown = {}): Promise<T | null> {
  const user = await currentUser();
  if (user && !can(user.actor, query.action)) return null;
  const result = await runUseCase(query, input);
  if (result.ok) return result.value;
  throw new Error(`${query.useCaseName}: ${result.code}`);
}
