import { eq } from "drizzle-orm";
import type { Action } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { azureServices } from "@/lib/db/schema";
import { SERVICE_RULES } from "../model";

/** What whoever changes this service must be allowed beside `azure-services.manage`; null when there is none. */
export async function actionForService({ db }: Pick<Ctx, "db">, serviceId: string): Promise<Action | null> {
  const [service] = await db
    .select({ type: azureServices.type })
    .from(azureServices)
    .where(eq(azureServices.id, serviceId));
  return service ? SERVICE_RULES[service.type].action : null;
}
