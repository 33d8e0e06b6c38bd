import { z } from "zod";
import { serviceTypeField } from "../applications/orders";
import type { OperationOrder } from "../operations/order";

const connection = z.object({
  serviceId: z.guid(),
  type: serviceTypeField,
  serverApplicationId: z.guid(),
  tenantId: z.guid(),
  clientId: z.guid(),
});
export type ConnectionOrder = z.infer<typeof connection>;

export const CONNECT_SERVICE = {
  kind: "connect-service",
  input: connection,
  steps: ["ask-token", "check-permissions", "save-connection"],
} as const satisfies OperationOrder<ConnectionOrder, string>;

export const TEST_CONNECTION = {
  kind: "test-connection",
  input: connection,
  steps: ["ask-token", "check-permissions", "save-connection"],
} as const satisfies OperationOrder<ConnectionOrder, string>;
