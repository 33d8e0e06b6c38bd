import { z } from "zod";

/** A schema object as OpenAPI 3.0 and Swagger 2.0 write it; what only people read is left out. */
export interface DescribedSchema {
  $ref?: string;
  type?: string;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  enum?: unknown[];
  nullable?: boolean;
  readOnly?: boolean;
  required?: string[];
  properties?: Record<string, DescribedSchema>;
  additionalProperties?: boolean | DescribedSchema;
  items?: DescribedSchema;
  allOf?: DescribedSchema[];
}

export const describedSchema: z.ZodType<DescribedSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minLength: z.int().optional(),
    maxLength: z.int().optional(),
    maxItems: z.int().optional(),
    enum: z.array(z.unknown()).optional(),
    nullable: z.boolean().optional(),
    readOnly: z.boolean().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), describedSchema).optional(),
    additionalProperties: z.union([z.boolean(), describedSchema]).optional(),
    items: describedSchema.optional(),
    allOf: z.array(describedSchema).optional(),
  }),
);

/** Who sends it: a client must not send what is read-only. */
export type Direction = "request" | "response";

export type Definitions = Readonly<Record<string, DescribedSchema>>;
type JsonSchema = Record<string, unknown>;

/** Annotations of OData may stand beside anything; the descriptions list few of them. */
const ANNOTATIONS = { "@odata\\.": {} };

/**
 * The same rules as a JSON Schema. What it allows is what is described and nothing else: descriptions do not close
 * their objects, and a misspelt property would pass.
 */
export function toJsonSchema(
  schema: DescribedSchema,
  direction: Direction,
  definitions: Definitions,
): JsonSchema {
  const convert = (part: DescribedSchema) => toJsonSchema(part, direction, definitions);
  const { nullable, ...rest } = schema;
  if (nullable) return { anyOf: [convert(rest), { type: "null" }] };
  if (rest.$ref) return { $ref: `#/$defs/${definitionName(rest.$ref)}` };
  const [only, ...more] = rest.allOf ?? [];
  if (only && more.length === 0 && !rest.properties) return convert(only);
  const { properties, required = [], ...other } = rest.allOf ? inherited(rest, definitions) : rest;
  const { type, format, pattern, minLength, maxLength, maxItems, additionalProperties, items } = other;
  const constraints = { type, format, pattern, minLength, maxLength, maxItems, enum: other.enum };
  if (!properties) {
    const values = typeof additionalProperties === "object" ? convert(additionalProperties) : undefined;
    return withoutUndefined({
      ...constraints,
      items: items && convert(items),
      additionalProperties: values ?? additionalProperties,
    });
  }
  const sent = Object.entries(properties).filter(
    ([, property]) => !(direction === "request" && property.readOnly),
  );
  return {
    type: "object",
    properties: Object.fromEntries(sent.map(([name, property]) => [name, convert(property)])),
    patternProperties: ANNOTATIONS,
    additionalProperties: additionalProperties === true,
    required: required.filter((name) => sent.some(([property]) => property === name)),
  };
}

export const definitionName = (reference: string): string => reference.split("/").at(-1) ?? "";

/** One object of all that an object is made of. */
function inherited({ allOf = [], ...own }: DescribedSchema, definitions: Definitions): DescribedSchema {
  const parts = allOf.map((part) => {
    const base = part.$ref ? definitions[definitionName(part.$ref)] : part;
    if (!base) throw new Error(`${part.$ref} is not described`);
    return base.allOf ? inherited(base, definitions) : base;
  });
  const all = [...parts, own];
  return {
    ...Object.assign({}, ...all),
    properties: Object.assign({}, ...all.map(({ properties }) => properties)),
    required: all.flatMap(({ required = [] }) => required),
  };
}

const withoutUndefined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
