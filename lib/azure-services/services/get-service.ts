import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { azureOperations, azureServices } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { operationView } from "../operations/get-operation";
import { readServices } from "./service-rows";

const RECENT_OPERATIONS = 20;

/** A service with its settings and what was lately done with it. */
export const getService = defineQuery({
  name: "get-service",
  action: "azure-services.view",
  input: z.object({ serviceId: z.guid() }),
  async run({ db, clock, actor }, { serviceId }) {
    const [row] = await readServices(db, clock, eq(azureServices.id, serviceId));
    if (!row) return fail("service-unknown");
    const [made] = await db
      .select({
        settings: azureServices.settings,
        createdAt: azureServices.createdAt,
        createdBy: azureServices.createdBy,
      })
      .from(azureServices)
      .where(eq(azureServices.id, serviceId));
    if (!made) return fail("service-unknown");
    const operations = await db
      .select()
      .from(azureOperations)
      .where(eq(azureOperations.serviceId, serviceId))
      .orderBy(desc(azureOperations.requestedAt))
      .limit(RECENT_OPERATIONS);
    return ok({
      ...row,
      ...made,
      operations: operations.map((operation) => operationView(operation, actorName(actor))),
    });
  },
});
