import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { azureOperations, azureServices } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { cancelAlert } from "@/lib/status/alerts";
import { defineCommand } from "@/lib/use-case";
import { applicationPortalUrl } from "../applications/application-portal-url";
import { lockApplication } from "../applications/lock-application";
import { findOpenOperation } from "../operations/find-open-operation";
import { actionForService } from "./action-for-service";

/**
 * Removes a connection. Its apps stay in the product, where another service may use them, and in Azure, where an Azure
 * administrator removes them; the answer names the page (reference/azure-services.md §10).
 */
export const deleteService = defineCommand({
  name: "delete-service",
  action: "azure-services.manage",
  alsoAction: (ctx, { serviceId }) => actionForService(ctx, serviceId),
  input: z.object({ serviceId: z.guid() }),
  async run({ db, clock }, { serviceId }) {
    const [service] = await db
      .select()
      .from(azureServices)
      .where(eq(azureServices.id, serviceId))
      .for("update");
    if (!service) return fail("service-unknown");
    const open = await findOpenOperation(db, eq(azureOperations.serviceId, serviceId));
    if (open) return fail("operation-under-way", { params: { operationId: open.id } });
    const app = await lockApplication(db, service.serverApplicationId);
    await db.delete(azureServices).where(eq(azureServices.id, serviceId));
    await cancelAlert(db, clock, "azure-services.connection-failed", serviceId);
    await publish(db, { topic: "azure-services", key: serviceId });
    return ok({
      name: service.name,
      tenantId: app?.tenant.tenantId ?? "",
      portalUrl: app && applicationPortalUrl(app.portalUrl, app.application.clientId),
    });
  },
  audit: ({ serviceId }, { name, tenantId }) => ({
    messageId: 60020,
    objectType: "azure-service",
    objectId: serviceId,
    strings: [name, tenantId, "deleted"],
  }),
});
