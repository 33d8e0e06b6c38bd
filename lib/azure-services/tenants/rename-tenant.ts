import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { azureTenants } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { parseName, typed } from "../fields";

/** Gives a tenant another friendly name; in Azure nothing changes. */
export const renameTenant = defineCommand({
  name: "rename-tenant",
  action: "azure-apps.manage",
  input: z.object({ tenant: z.guid(), name: typed }),
  async run({ db }, { tenant, name: entered }) {
    const name = parseName(entered);
    if (!name) return fail("name-malformed", { field: "name" });
    const [renamed] = await db
      .update(azureTenants)
      .set({ name })
      .where(eq(azureTenants.id, tenant))
      .returning({ tenantId: azureTenants.tenantId });
    if (!renamed) return fail("tenant-unknown");
    await publish(db, { topic: "azure-services", key: tenant });
    return ok({ name, tenantId: renamed.tenantId });
  },
  audit: ({ tenant }, { name, tenantId }) => ({
    messageId: 60021,
    objectType: "azure-tenant",
    objectId: tenant,
    strings: [name, tenantId, "tenant renamed"],
  }),
});
