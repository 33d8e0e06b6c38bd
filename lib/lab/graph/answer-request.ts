import { pathTemplate } from "../path-template";
import { APPLICATION_OPERATIONS } from "./applications/application-operations";
import { ASSIGNMENT_OPERATIONS } from "./consent/assignment-operations";
import { GRANT_OPERATIONS } from "./consent/grant-operations";
import { GraphError, type RequestIds } from "./graph-error";
import type { GraphAnswer, GraphCaller, GraphRequest } from "./graph-operation";
import { ORGANIZATION_OPERATIONS } from "./organization";
import { PRINCIPAL_OPERATIONS } from "./service-principals/principal-operations";
import { USER_OPERATIONS } from "./users/user-operations";

const OPERATIONS = [
  ...ORGANIZATION_OPERATIONS,
  ...USER_OPERATIONS,
  ...APPLICATION_OPERATIONS,
  ...PRINCIPAL_OPERATIONS,
  ...ASSIGNMENT_OPERATIONS,
  ...GRANT_OPERATIONS,
]
  .map((operation) => ({ operation, template: pathTemplate(operation.path) }))
  // Fixed words before names: `/directory/deletedItems/microsoft.graph.application` is no id.
  .toSorted((a, b) => a.template.variables - b.template.variables);

/** Carries a request out, and answers it, or says why not. */
export async function answerRequest(
  caller: GraphCaller,
  request: GraphRequest,
  ids: RequestIds,
): Promise<GraphAnswer> {
  try {
    return await carryOut(caller, request);
  } catch (error) {
    if (error instanceof GraphError) return error.answer(ids);
    throw error;
  }
}

function carryOut(caller: GraphCaller, request: GraphRequest): Promise<GraphAnswer> | GraphAnswer {
  const { path, method } = request;
  const fitting = OPERATIONS.flatMap(({ operation, template }) => {
    const params = template.match(path);
    return params ? [{ operation, params }] : [];
  });
  const found = fitting.find(({ operation }) => operation.method === method);
  if (!found && fitting.length > 0) throw new GraphError("method-not-allowed");
  if (!found) throw new GraphError("segment-unknown", { segment: path.split("/")[1] ?? "" });
  const tenant = caller.service.directory.tenant(caller.claims.tid);
  if (!tenant) throw new GraphError("tenant-unknown");
  return found.operation.handle({ ...caller, ...request, tenant, params: found.params });
}
