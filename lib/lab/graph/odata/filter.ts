import { GraphError } from "../graph-error";

type Properties = Readonly<Record<string, unknown>>;
type Condition = (object: Properties) => boolean;

const TEXT = "'(?:[^']|'')*'";

/** The conditions that are understood; each begins with the property it is about. */
const CONDITIONS: readonly { pattern: RegExp; read(value: string): (property: unknown) => boolean }[] = [
  {
    pattern: new RegExp(`(\\w+) eq (${TEXT}|true|false|null|[0-9a-f]{8}-[0-9a-f-]{27})`, "iy"),
    read: (value) => (property) => isEqual(property, literal(value)),
  },
  {
    pattern: new RegExp(`(\\w+) in \\((${TEXT}(?:, ?${TEXT})*)\\)`, "iy"),
    read: (value) => {
      const values = (value.match(new RegExp(TEXT, "g")) ?? []).map(literal);
      return (property) => values.some((one) => isEqual(property, one));
    },
  },
  {
    pattern: new RegExp(`startswith\\((\\w+), ?(${TEXT})\\)`, "iy"),
    read: (value) => (property) =>
      typeof property === "string" && property.toLowerCase().startsWith(String(literal(value)).toLowerCase()),
  },
  {
    pattern: new RegExp(`(\\w+)/any\\(\\w+: ?\\w+ eq (${TEXT})\\)`, "iy"),
    read: (value) => (property) =>
      Array.isArray(property) && property.some((one) => isEqual(one, literal(value))),
  },
];

/**
 * Reads `$filter`, as far as directory objects take it without advanced query headers: conditions joined by `and`, or
 * by `or` (reference/protocols/graph.md §3.2, §7).
 * @param filterable names of the properties that may be asked for
 * @throws GraphError
 */
export function parseFilter(text: string, filterable: readonly string[]): Condition {
  const conditions: Condition[] = [];
  const joints = new Set<string>();
  for (let position = 0; ; ) {
    const { condition, end } = readCondition(text, position, filterable);
    conditions.push(condition);
    if (end === text.length) break;
    const joint = / (and|or) /iy;
    joint.lastIndex = end;
    const joined = joint.exec(text)?.[1];
    if (!joined) throw new GraphError("query-malformed", { option: "filter clause", problem: text });
    joints.add(joined.toLowerCase());
    position = joint.lastIndex;
  }
  if (joints.size > 1) throw new GraphError("query-unsupported", { option: "filter" });
  return (object) =>
    joints.has("or")
      ? conditions.some((condition) => condition(object))
      : conditions.every((condition) => condition(object));
}

function readCondition(text: string, position: number, filterable: readonly string[]) {
  for (const { pattern, read } of CONDITIONS) {
    pattern.lastIndex = position;
    const [whole, property = "", value = ""] = pattern.exec(text) ?? [];
    if (whole === undefined) continue;
    if (!filterable.includes(property)) break;
    const matches = read(value);
    return {
      condition: (object: Properties) => matches(object[property]),
      end: position + whole.length,
    };
  }
  throw new GraphError("query-unsupported", { option: "filter" });
}

function literal(text: string): string | boolean | null {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === "true" || text === "false") return text === "true";
  return text === "null" ? null : text;
}

/** Text is compared without regard to case, as the directory does. */
const isEqual = (property: unknown, value: string | boolean | null): boolean =>
  typeof property === "string" && typeof value === "string"
    ? property.toLowerCase() === value.toLowerCase()
    : property === value;
