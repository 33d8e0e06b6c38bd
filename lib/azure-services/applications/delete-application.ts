import { eq, or } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { azureApplications, azureOperations, azureServices } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findOpenOperation } from "../operations/find-open-operation";
import { applicationPortalUrl } from "./application-portal-url";
import { lockApplication } from "./lock-application";

/** Removes an app, and its sealed secrets, from the product. In Azure it stays; the answer says where it is there. */
export const deleteApplication = defineCommand({
  name: "delete-application",
  action: "azure-apps.manage",
  input: z.object({ applicationId: z.guid() }),
  async run({ db }, { applicationId }) {
    const found = await lockApplication(db, applicationId);
    if (!found) return fail("application-not-found", { field: "applicationId" });
    const services = await db
      .select({ name: azureServices.name })
      .from(azureServices)
      .where(
        or(
          eq(azureServices.serverApplicationId, applicationId),
          eq(azureServices.clientApplicationId, applicationId),
        ),
      );
    if (services.length > 0)
      return fail("application-in-use", {
        params: { services: services.map(({ name }) => name).join(", ") },
      });
    const open = await findOpenOperation(db, eq(azureOperations.applicationId, applicationId));
    if (open) return fail("operation-under-way", { params: { operationId: open.id } });
    await db.delete(azureApplications).where(eq(azureApplications.id, applicationId));
    await publish(db, { topic: "azure-services", key: applicationId });
    const { name, clientId } = found.application;
    return ok({ name, clientId, portalUrl: applicationPortalUrl(found.portalUrl, clientId) });
  },
  audit: ({ applicationId }, { name, clientId }) => ({
    messageId: 60021,
    objectType: "azure-application",
    objectId: applicationId,
    strings: [name, clientId, "deleted"],
  }),
});
