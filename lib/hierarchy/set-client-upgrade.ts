import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { saveHierarchySettings } from "./hierarchy-settings";

/**
 * Client piloting: whether the clients of the pre-production collection get the pre-production client by themselves
 * (reference/updates.md §13).
 */
export const setClientUpgrade = defineCommand({
  name: "set-client-upgrade",
  action: "client.promote",
  input: z.object({
    preProductionUpgrade: z.boolean(),
    collection: z.string().trim().max(255).nullable(),
  }),
  async run(ctx, { preProductionUpgrade, collection }) {
    const preProductionCollection = collection || null;
    if (preProductionUpgrade && preProductionCollection === null)
      return fail("pre-production-collection-missing", { field: "collection" });
    await saveHierarchySettings(ctx.db, { preProductionUpgrade, preProductionCollection });
    return ok({ preProductionUpgrade, collection: preProductionCollection });
  },
  audit: (_input, { preProductionUpgrade, collection }) => ({
    messageId: 60047,
    objectType: "hierarchy-settings",
    objectId: "client-upgrade",
    strings: [preProductionUpgrade ? "on" : "off", collection ?? ""],
  }),
});
