import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { type PathTemplate, pathTemplate } from "../../path-template";
import type { DescribedOperation, Description } from "./description";
import { type DescribedSchema, type Direction, toJsonSchema } from "./json-schema";

/** A request and its answer. Bodies are parsed JSON, or undefined when there was none. */
export interface CheckedExchange {
  method: string;
  /** Below the API's base, without the query, e.g. `/applications`. */
  path: string;
  query: URLSearchParams;
  requestBody?: unknown;
  status: number;
  responseBody?: unknown;
}

interface Candidate {
  operation: DescribedOperation;
  template: PathTemplate;
}

/** Says what of an exchange is not as an API's description has it. */
export class Contract {
  readonly #ajv = new Ajv2020({ allErrors: true, strict: false });
  readonly #candidates: readonly Candidate[];
  readonly #validators = new Map<string, ValidateFunction>();

  /** @param flags `i` for an API whose paths are case-insensitive */
  constructor(
    private readonly description: Description,
    flags: "" | "i" = "",
  ) {
    addFormats.default(this.#ajv);
    this.#ajv.addFormat("base64url", /^[\w-]*={0,2}$/);
    this.#candidates = description.operations
      .map((operation) => ({ operation, template: pathTemplate(operation.path, flags) }))
      .toSorted((a, b) => a.template.variables - b.template.variables);
  }

  /** @returns what is wrong, for people; empty when all is as described */
  check(exchange: CheckedExchange): string[] {
    const { method, path, query } = exchange;
    const fitting = this.#candidates.filter(({ template }) => template.match(path));
    const found = fitting.find(({ operation }) => operation.method === method)?.operation;
    if (!found) return [fitting.length > 0 ? `${path} has no ${method}` : `${path} is not described`];
    return [
      ...this.#checkQuery(found, query),
      ...this.#checkRequest(found, exchange),
      ...this.#checkResponse(found, exchange),
    ];
  }

  /** Operations that none of the exchanges used, as `GET /applications`. */
  unused(exchanges: readonly CheckedExchange[]): string[] {
    const isUsed = ({ operation, template }: Candidate) =>
      exchanges.some(({ method, path }) => operation.method === method && template.match(path));
    return this.#candidates
      .filter((candidate) => !isUsed(candidate))
      .map(({ operation }) => `${operation.method} ${operation.path}`);
  }

  #checkQuery(operation: DescribedOperation, query: URLSearchParams): string[] {
    const unknown = [...query.keys()].filter((key) => !operation.query.some(({ name }) => name === key));
    const missing = operation.query.filter(({ name, isRequired }) => isRequired && !query.has(name));
    const version = query.get("api-version");
    const { apiVersion } = this.description;
    return [
      ...unknown
        // It belongs to the link to the next page, which is for the server alone to read.
        .filter((name) => name !== "$skiptoken")
        .map((name) => `the query's ${name} is not described`),
      ...missing.map(({ name }) => `the query lacks ${name}`),
      ...(version && version !== apiVersion ? [`version ${version} is not described`] : []),
    ];
  }

  #checkRequest({ request }: DescribedOperation, { requestBody }: CheckedExchange): string[] {
    if (requestBody === undefined) return request?.isRequired ? ["the request has no body"] : [];
    if (!request) return ["the request must have no body"];
    return this.#checkBody("request", request.schema, requestBody);
  }

  #checkResponse(
    { method, responses }: DescribedOperation,
    { status, responseBody }: CheckedExchange,
  ): string[] {
    // `default` stands for errors; a success that is not listed is none of the contract's.
    const described = responses[status] !== undefined || status < 400 ? responses[status] : responses.default;
    if (described === undefined) return [`status ${status} is not described`];
    if (described === null || method === "HEAD")
      return responseBody === undefined ? [] : [`the response of status ${status} must have no body`];
    if (responseBody === undefined) return [`the response of status ${status} has no body`];
    return this.#checkBody("response", described, responseBody);
  }

  #checkBody(direction: Direction, schema: DescribedSchema, body: unknown): string[] {
    const validate = this.#validator(direction, schema);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const named = "additionalProperty" in params ? ` (${params.additionalProperty})` : "";
      return `${direction}${instancePath}: ${message}${named}`;
    });
  }

  #validator(direction: Direction, schema: DescribedSchema): ValidateFunction {
    const { definitions } = this.description;
    const key = `${direction} ${JSON.stringify(schema)}`;
    const known = this.#validators.get(key);
    if (known) return known;
    const convert = (part: DescribedSchema) => toJsonSchema(part, direction, definitions);
    const $defs = Object.fromEntries(
      Object.entries(definitions).map(([name, part]) => [name, convert(part)]),
    );
    const validate = this.#ajv.compile({ ...convert(schema), $defs });
    this.#validators.set(key, validate);
    return validate;
  }
}
