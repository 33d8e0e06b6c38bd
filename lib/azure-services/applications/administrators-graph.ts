import { type Graph, openGraph } from "@/lib/azure/graph/graph-client";
import { OperationFailure, type StepContext } from "../operations/model";

/**
 * Graph as the administrator who signed in sees it. The runner begins a step that needs him only when he is there.
 * @throws OperationFailure when he is one of another tenant: somebody else may have signed in after a kill, and what is to
 *   be undone would not be found there
 */
export function administratorsGraph({
  azure,
  administrator,
  input,
}: Pick<StepContext<{ tenantId: string }, unknown>, "azure" | "administrator" | "input">): Graph {
  if (!administrator) throw new Error("the step does not say that it needs the administrator");
  if (administrator.account.tenantId !== input.tenantId)
    throw new OperationFailure("sign-in-of-another-tenant", { tenant: input.tenantId });
  return openGraph(azure, administrator);
}
