import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { azureServices, azureTenants } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { parseName, typed } from "../fields";
import { actionForService } from "./action-for-service";
import { conflictOf, findNameConflict } from "./service-conflicts";

/** *Properties* of a service: its name and description; its apps are those it was connected with. */
export const editService = defineCommand({
  name: "edit-service",
  action: "azure-services.manage",
  alsoAction: (ctx, { serviceId }) => actionForService(ctx, serviceId),
  input: z.object({ serviceId: z.guid(), name: typed, description: typed }),
  async run({ db }, { serviceId, ...entered }) {
    const name = parseName(entered.name);
    if (!name) return fail("name-malformed", { field: "name" });
    const conflict = await findNameConflict(db, name, serviceId);
    if (conflict) return conflict;
    try {
      const [edited] = await db
        .update(azureServices)
        .set({ name, description: entered.description.trim() })
        .where(eq(azureServices.id, serviceId))
        .returning({ tenant: azureServices.tenant });
      if (!edited) return fail("service-unknown");
      const [tenant] = await db
        .select({ tenantId: azureTenants.tenantId })
        .from(azureTenants)
        .where(eq(azureTenants.id, edited.tenant));
      await publish(db, { topic: "azure-services", key: serviceId });
      return ok({ name, tenantId: tenant?.tenantId ?? "" });
    } catch (error) {
      const found = conflictOf(error);
      if (!found) throw error;
      return fail(found.code, { field: found.field, params: { name, type: "", tenant: "" } });
    }
  },
  audit: ({ serviceId }, { name, tenantId }) => ({
    messageId: 60020,
    objectType: "azure-service",
    objectId: serviceId,
    strings: [name, tenantId, "modified"],
  }),
});
