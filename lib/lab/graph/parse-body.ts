import type { z } from "zod";
import { GraphError } from "./graph-error";

/**
 * Reads a body that is sent to a resource.
 * @throws GraphError that names the property to blame
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, resource: string): T {
  if (typeof body !== "object" || body === null) throw new GraphError("body-unreadable");
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys")
    throw new GraphError("property-unknown", { property: [...issue.path, issue.keys[0]].join(".") });
  const property = issue?.path.join(".") ?? "";
  const isMissing = issue?.code === "invalid_type" && issue.path.length === 1 && !(property in body);
  throw new GraphError(isMissing ? "property-missing" : "property-invalid", { property, resource });
}
