import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall } from "../graph-operation";
import { parseFilter } from "./filter";

type Properties = Readonly<Record<string, unknown>>;

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;
/** Options that the lab answers no list of objects with. */
const UNSUPPORTED = ["$search", "$orderby", "$expand", "$skip"];

/** One object, with the properties that `$select` asks for. */
export function oneAnswer(call: GraphCall, set: string, object: Properties, status = 200): GraphAnswer {
  const { selected, context } = select(call, set, object);
  return { status, body: { "@odata.context": `${context}/$entity`, ...selected } };
}

/**
 * A page of a list: `$filter`, `$select`, `$top`, `$count` and the link to the next (reference/protocols/graph.md §3.2, §7).
 * @param filterable names of the properties that `$filter` may ask for
 */
export function listAnswer(
  call: GraphCall,
  set: string,
  objects: readonly Properties[],
  filterable: readonly string[] = [],
): GraphAnswer {
  const { query, base, path, headers } = call;
  const refused = UNSUPPORTED.find((option) => query.has(option));
  if (refused) throw new GraphError("query-unsupported", { option: refused });
  const filter = query.get("$filter");
  const wanted = filter === null ? objects : objects.filter(parseFilter(filter, filterable));
  const start = readToken(query.get("$skiptoken"));
  const end = start + readTop(query.get("$top"));
  const page = wanted.slice(start, end).map((object) => select(call, set, object).selected);
  const isCounted = query.get("$count") === "true" && headers.consistencylevel === "eventual";
  const next = new URLSearchParams(query);
  next.set("$skiptoken", Buffer.from(`${end}`).toString("base64url"));
  return {
    status: 200,
    body: {
      "@odata.context": contextOf(call, set),
      ...(isCounted && start === 0 && { "@odata.count": wanted.length }),
      ...(end < wanted.length && { "@odata.nextLink": `${base}${path}?${next}` }),
      value: page,
    },
  };
}

function select(call: GraphCall, set: string, object: Properties) {
  const names = selectedNames(call);
  const unknown = names?.find((name) => !(name in object));
  if (unknown)
    throw new GraphError("query-malformed", {
      option: "$select",
      problem: `Could not find a property named '${unknown}'.`,
    });
  const isWanted = (name: string) => !names || names.includes(name) || name.startsWith("@odata.");
  const selected = Object.fromEntries(Object.entries(object).filter(([name]) => isWanted(name)));
  return { selected, context: contextOf(call, set) };
}

function contextOf(call: GraphCall, set: string): string {
  const names = selectedNames(call);
  return `${call.base}/$metadata#${set}${names ? `(${names.join(",")})` : ""}`;
}

const selectedNames = ({ query }: GraphCall): string[] | undefined =>
  query
    .get("$select")
    ?.split(",")
    .map((name) => name.trim());

function readTop(top: string | null): number {
  if (top === null) return DEFAULT_PAGE;
  const size = /^\d{1,3}$/.test(top) ? Number(top) : 0;
  if (size >= 1 && size <= LARGEST_PAGE) return size;
  throw new GraphError("query-malformed", { option: "$top", problem: `must be from 1 to ${LARGEST_PAGE}` });
}

function readToken(token: string | null): number {
  if (token === null) return 0;
  const start = Buffer.from(token, "base64url").toString();
  if (!/^\d{1,6}$/.test(start)) throw new GraphError("page-token-invalid");
  return Number(start);
}
