import { and, eq, gte } from "drizzle-orm";
import { SERVICE_TYPES } from "@/lib/azure-services/model";
import { findOpenOperation } from "@/lib/azure-services/operations/find-open-operation";
import { requestOperation } from "@/lib/azure-services/operations/request-operation";
import { findConnection } from "@/lib/azure-services/services/find-connection";
import { TEST_CONNECTION } from "@/lib/azure-services/services/orders";
import type { Database } from "@/lib/db/connection";
import { azureOperations, azureServices } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { type CheckSubject, failed, notApplicable, passed, type RoleCheck } from "../model";

/** Each connection is proved by the new server, by a token and the first question; what is not connected is said. */
export const azureService: RoleCheck = {
  id: "azure-service",
  subjects: readServices,
  topics: ["azure-services"],
  cure: "/azure-services",
  async begin({ isOffline, thread, subject, db }) {
    if (isOffline || isType(subject)) return;
    const connection = await findConnection(db, subject);
    if (!connection || (await findOpenOperation(db, eq(azureOperations.serviceId, subject)))) return;
    const { environmentId, name: _, ...input } = connection;
    await asOwner(thread, (tx) =>
      requestOperation(
        {
          db: tx,
          clock: thread.clock,
          actor: { kind: "component", component: thread.component, server: thread.serverFqdn },
        },
        TEST_CONNECTION,
        { environmentId, serviceId: subject, input },
      ),
    );
  },
  async look({ isOffline, db, subject, begunAt }) {
    if (isType(subject)) return notApplicable("not-connected");
    if (isOffline) return notApplicable("role-offline");
    const [service] = await db.select().from(azureServices).where(eq(azureServices.id, subject));
    if (!service) return notApplicable("not-connected");
    if (service.provedAt && service.provedAt >= begunAt && service.proofCode)
      return service.proofCode === "ok"
        ? passed({}, "connection-works")
        : failed(service.proofCode, service.proofParams ?? {});
    const [test] = await db
      .select({ code: azureOperations.failureCode, params: azureOperations.failureParams })
      .from(azureOperations)
      .where(and(eq(azureOperations.serviceId, subject), gte(azureOperations.requestedAt, begunAt)));
    return test?.code ? failed(test.code, test.params ?? {}) : null;
  },
};

const isType = (subject: string): boolean => (SERVICE_TYPES as readonly string[]).includes(subject);

/** Every connection, and each type without one. */
async function readServices(db: Database): Promise<CheckSubject[]> {
  const rows = await db
    .select({ id: azureServices.id, type: azureServices.type, name: azureServices.name })
    .from(azureServices)
    .orderBy(azureServices.name);
  return SERVICE_TYPES.flatMap((type) => {
    const connected = rows.filter((row) => row.type === type);
    return connected.length > 0
      ? connected.map(({ id, name }) => ({ id, params: { name, type } }))
      : [{ id: type, params: { name: "", type } }];
  });
}
