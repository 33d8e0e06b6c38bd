import { eq } from "drizzle-orm";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { azureOperations, azureServices } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findOpenOperation } from "../operations/find-open-operation";
import { requestOperation } from "../operations/request-operation";
import { actionForService } from "./action-for-service";
import { findConnection } from "./find-connection";
import { TEST_CONNECTION } from "./orders";

/** Asks Azure now what is asked every six hours anyway. A test that is under way is the answer to both who ask. */
export const testConnection = defineCommand({
  name: "test-connection",
  action: "azure-services.manage",
  alsoAction: (ctx, { serviceId }) => actionForService(ctx, serviceId),
  input: z.object({ serviceId: z.guid() }),
  async run(ctx, { serviceId }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    await ctx.db
      .select({ id: azureServices.id })
      .from(azureServices)
      .where(eq(azureServices.id, serviceId))
      .for("update");
    const connection = await findConnection(ctx.db, serviceId);
    if (!connection) return fail("service-unknown");
    const open = await findOpenOperation(ctx.db, eq(azureOperations.serviceId, serviceId));
    if (open) return ok({ operationId: open.id });
    const { environmentId, name: _, ...order } = connection;
    const operationId = await requestOperation(ctx, TEST_CONNECTION, {
      environmentId,
      serviceId,
      input: order,
    });
    return ok({ operationId });
  },
  // Nothing of the product changes by it.
  audit: () => null,
});
