import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { type AzureServiceType, azureOperations, azureServices } from "@/lib/db/schema";
import { CREATE_SERVER_APPLICATION, serviceTypeField, VERIFY_APPLICATION } from "./orders";

const broughtFor = z.object({ serviceType: serviceTypeField });

/** Services that a server app serves, and the one that it was brought for. */
export async function serviceTypesOf(db: Database, applicationId: string): Promise<AzureServiceType[]> {
  const used = await db
    .select({ type: azureServices.type })
    .from(azureServices)
    .where(eq(azureServices.serverApplicationId, applicationId));
  const brought = await db
    .select({ input: azureOperations.input })
    .from(azureOperations)
    .where(
      and(
        eq(azureOperations.applicationId, applicationId),
        inArray(azureOperations.kind, [VERIFY_APPLICATION.kind, CREATE_SERVER_APPLICATION.kind]),
      ),
    );
  const types = [
    ...used.map(({ type }) => type),
    ...brought.flatMap(({ input }) => broughtFor.safeParse(input).data?.serviceType ?? []),
  ];
  return [...new Set(types)].sort();
}
