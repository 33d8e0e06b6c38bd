import { type Graph, openGraph } from "@/lib/azure/graph/graph-client";
import type { StepContext } from "../operations/model";

/** Graph as the administrator who signed in sees it. The runner begins a step that needs him only when he is there. */
export function administratorsGraph({
  azure,
  administrator,
}: Pick<StepContext<unknown, unknown>, "azure" | "administrator">): Graph {
  if (!administrator) throw new Error("the step does not say that it needs the administrator");
  return openGraph(azure, administrator);
}
