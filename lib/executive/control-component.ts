import { z } from "zod";
import { defineCommand } from "@/lib/use-case";
import { componentInput, operationAudit, requestOperation } from "./request-operation";

/** Service Manager's *Stop* and *Start*, and both in one. For SMS_EXECUTIVE they act on all threads of the server. */
export const controlComponent = defineCommand({
  name: "control-component",
  action: "component.control",
  input: componentInput.extend({ operation: z.enum(["stop", "start", "restart"]) }),
  run: requestOperation,
  audit: operationAudit,
});
