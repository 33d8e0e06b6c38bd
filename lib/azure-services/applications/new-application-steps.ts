import { z } from "zod";
import { deleteApplication } from "@/lib/azure/graph/delete-application";
import { ensureServicePrincipal } from "@/lib/azure/graph/ensure-service-principal";
import { findApplication } from "@/lib/azure/graph/find-application";
import type { OperationStep } from "../operations/model";
import { patiently, UNTIL_KNOWN } from "../operations/patiently";
import { administratorsGraph } from "./administrators-graph";
import { foundSchema } from "./found";

/** What is learned while an app is made in Azure. */
export const newApplicationFacts = z
  .object({
    /** Noted before Azure is asked: from then on there may be an app of this name. */
    name: z.string(),
    objectId: z.guid(),
    clientId: z.guid(),
    servicePrincipalId: z.guid(),
    found: foundSchema,
    keyId: z.guid(),
    secretExpiresAt: z.iso.datetime(),
  })
  .partial();
export type NewApplicationFacts = z.infer<typeof newApplicationFacts>;

type Step<Input> = Omit<OperationStep<Input, NewApplicationFacts>, "id">;

/**
 * Makes the app registration, or finds the one that an earlier attempt of the same operation made: its unique name is
 * the operation's id. Undone, the app is deleted for good: deleted only, it would keep its App ID URI for 30 days.
 */
export const createApplicationStep = <Input extends { name: string; tenantId: string }>(
  create: Step<Input>["run"],
): Step<Input> => ({
  needsAdministrator: true,
  run: async (step) => {
    await step.remember({ name: step.input.name });
    return create(step);
  },
  undo: async (step) => {
    const graph = administratorsGraph(step);
    const id = step.facts.objectId ?? (await findApplication(graph, { uniqueName: step.operation.id }))?.id;
    if (id) await deleteApplication(graph, id, { forGood: true });
  },
  leftover: ({ name, clientId }) => (name ? { name, appId: clientId ?? "?" } : null),
});

/** Goes with the app registration when that is deleted. */
export const createServicePrincipalStep = <Input extends { tenantId: string }>(): Step<Input> => ({
  needsAdministrator: true,
  run: async (step) => {
    const graph = administratorsGraph(step);
    const appId = learned(step.facts.clientId);
    const principal = await patiently(step, UNTIL_KNOWN, () => ensureServicePrincipal(graph, appId));
    return { servicePrincipalId: principal.id };
  },
});

/** A fact of an earlier step. @throws Error when the steps are in the wrong order */
export function learned<T>(fact: T | undefined): T {
  if (fact === undefined) throw new Error("an earlier step did not say what it learned");
  return fact;
}
