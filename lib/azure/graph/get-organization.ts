import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";

export interface Organization {
  /** Directory ID. */
  tenantId: string;
  name: string;
  /** The domain that sign-in names end in. */
  defaultDomain: string;
}

const NEED = {
  permission: "Organization.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const organizationSchema = z.object({
  id: z.guid(),
  displayName: z.string(),
  verifiedDomains: z
    .array(z.object({ name: z.string(), isDefault: z.boolean(), isInitial: z.boolean() }))
    .min(1),
});

/** The tenant itself (reference/protocols/graph.md §2). @throws AzureError */
export async function getOrganization(graph: Graph): Promise<Organization> {
  const { value } = await graph.ask({
    method: "GET",
    path: "/organization?$select=id,displayName,verifiedDomains",
    need: NEED,
    answer: z.object({ value: z.tuple([organizationSchema]) }),
  });
  const [{ id, displayName, verifiedDomains }] = value;
  const domain =
    verifiedDomains.find(({ isDefault }) => isDefault) ?? verifiedDomains.find(({ isInitial }) => isInitial);
  return { tenantId: id, name: displayName, defaultDomain: (domain ?? verifiedDomains[0])?.name ?? "" };
}
