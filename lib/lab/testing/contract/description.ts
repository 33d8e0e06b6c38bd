import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type Definitions, type DescribedSchema, describedSchema } from "./json-schema";

/** An operation of an API, in whichever format it was described. */
export interface DescribedOperation {
  method: string;
  path: string;
  query: readonly { name: string; isRequired: boolean }[];
  /** Undefined when the operation takes no body. */
  request?: { schema: DescribedSchema; isRequired: boolean };
  /** By status, or `default`; null when the response has no body. */
  responses: Readonly<Record<string, DescribedSchema | null>>;
}

export interface Description {
  /** The version that `api-version` must name; null for an API that has it in its address. */
  apiVersion: string | null;
  operations: readonly DescribedOperation[];
  definitions: Definitions;
}

const content = z.object({ "application/json": z.object({ schema: describedSchema }) });
const parameter = z.object({
  $ref: z.string().optional(),
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
  schema: describedSchema.optional(),
});
const response = z.object({
  $ref: z.string().optional(),
  content: content.optional(),
  schema: describedSchema.optional(),
});
const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content }).optional(),
  responses: z.record(z.string(), response),
});
const pathItem = z.object({
  get: operation.optional(),
  head: operation.optional(),
  post: operation.optional(),
  put: operation.optional(),
  patch: operation.optional(),
  delete: operation.optional(),
});
const METHODS = ["get", "head", "post", "put", "patch", "delete"] as const;
const document = z.object({
  swagger: z.string().optional(),
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), pathItem),
  definitions: z.record(z.string(), describedSchema).optional(),
  parameters: z.record(z.string(), parameter).default({}),
  components: z
    .object({
      schemas: z.record(z.string(), describedSchema),
      responses: z.record(z.string(), response).default({}),
    })
    .optional(),
});
type Document = z.infer<typeof document>;

/**
 * Reads some of the files in `descriptions/` as one description: OpenAPI 3.0, or Swagger 2.0.
 * @throws ZodError for what neither of them allows
 */
export function readDescription(...names: string[]): Description {
  const documents = names.map((name) => {
    const file = fileURLToPath(new URL(`descriptions/${name}`, import.meta.url));
    return document.parse(JSON.parse(readFileSync(file, "utf8")));
  });
  const [first] = documents;
  return {
    apiVersion: first?.swagger ? first.info.version : null,
    operations: documents.flatMap((from) => operationsOf(from, documents)),
    definitions: Object.assign({}, ...documents.map((from) => from.definitions ?? from.components?.schemas)),
  };
}

function operationsOf(from: Document, documents: readonly Document[]): DescribedOperation[] {
  return Object.entries(from.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const described = item[method];
      return described ? [readOperation(path, method, described, from, documents)] : [];
    }),
  );
}

function readOperation(
  path: string,
  method: string,
  { parameters, requestBody, responses }: z.infer<typeof operation>,
  from: Document,
  documents: readonly Document[],
): DescribedOperation {
  const all = parameters.map(
    (given) => (given.$ref ? from.parameters[lastPart(given.$ref)] : given) ?? given,
  );
  const query = all.filter((given) => given.in === "query");
  const body = all.find((given) => given.in === "body");
  const schema = requestBody?.content["application/json"].schema ?? body?.schema;
  return {
    method: method.toUpperCase(),
    path,
    query: query.map(({ name = "", required = false }) => ({ name, isRequired: required })),
    request: schema && { schema, isRequired: requestBody?.required ?? body?.required ?? false },
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, given]) => {
        const found = given.$ref ? sharedResponse(given.$ref, documents) : given;
        return [status, found.content?.["application/json"].schema ?? found.schema ?? null];
      }),
    ),
  };
}

function sharedResponse(reference: string, documents: readonly Document[]) {
  const name = lastPart(reference);
  const found = documents.flatMap((from) => from.components?.responses[name] ?? [])[0];
  if (!found) throw new Error(`${reference} is not described`);
  return found;
}

const lastPart = (reference: string): string => reference.split("/").at(-1) ?? "";
