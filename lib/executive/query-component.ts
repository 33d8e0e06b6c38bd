import { defineCommand } from "@/lib/use-case";
import { componentInput, operationAudit, requestOperation } from "./request-operation";

/** Service Manager's *Query*: asks the executive what the component is doing now. */
export const queryComponent = defineCommand({
  name: "query-component",
  action: "component.query",
  input: componentInput,
  run: (ctx, input) => requestOperation(ctx, { ...input, operation: "query" }),
  audit: (input, requested) => operationAudit({ ...input, operation: "query" }, requested),
});
