import { randomUUID } from "node:crypto";
import { retryAfterMs } from "@/lib/connectivity/http-status";
import { readAnswer } from "@/lib/connectivity/read-answer";
import type { SendMethod, Wire, WireResponse } from "@/lib/connectivity/wire";
import { WireError } from "@/lib/connectivity/wire-error";
import { type AzureCallParams, AzureError } from "./azure-error";
import { AZURE_APIS, type AzureApi, type AzureEnvironment } from "./environments";
import { isBelow } from "./is-below";
import { AZURE_PATIENCE, type AzurePatience, type Setback, setbackOfStatus, setbackOfWire } from "./setbacks";
import type { ThrottleBudget } from "./throttle-budget";
import type { Waiting } from "./waiting";

/** On whose behalf Azure is asked; it counts requests by it. */
export interface AzureCaller {
  tenantId: string;
  clientId: string;
}

export interface AzureRequest {
  /** The address must be below that of this API in the environment's row. */
  api: AzureApi;
  caller: AzureCaller;
  method: SendMethod;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Doing it twice is as good as doing it once. If not, it is never asked again after an unknown outcome. */
  repeatable: boolean;
  signal?: AbortSignal;
}

/** Any answer below 500 but 429, also a refusal: what it means, the API's own client says. */
export interface AzureAnswer {
  status: number;
  /** Lower-case names; the first value where a header came several times. */
  header(name: string): string | undefined;
  body: Buffer;
}

/** The one place from which every request to Azure goes out. */
export interface AzureHttp {
  readonly correlationId: string;
  /**
   * @throws AzureError when no answer came or the address is not the environment's, CloudRefusedError when the role
   *   does not run online, the signal's reason when it was aborted
   */
  send(request: AzureRequest): Promise<AzureAnswer>;
  /** What every failure of this request tells. */
  paramsOf(request: Pick<AzureRequest, "api" | "caller" | "url">): AzureCallParams;
}

export interface AzureHttpOptions {
  environment: AzureEnvironment;
  wire: Pick<Wire, "send">;
  budget: ThrottleBudget;
  waiting: Waiting;
  patience?: AzurePatience;
  /** Ends the operation, whatever it waits for. */
  signal?: AbortSignal;
}

/** What Azure writes into its logs of a request, so that both sides can speak of the same one. */
const REQUEST_ID_HEADER = {
  login: "client-request-id",
  graph: "client-request-id",
  arm: "x-ms-client-request-id",
} as const satisfies Record<AzureApi, string>;

export function openAzureHttp(options: AzureHttpOptions): AzureHttp {
  const { environment, wire, budget, waiting, patience = AZURE_PATIENCE } = options;
  const correlationId = randomUUID();

  const paramsOf: AzureHttp["paramsOf"] = ({ api, caller, url }) => ({
    environment: environment.id,
    api,
    host: URL.parse(url)?.host ?? "",
    tenant: caller.tenantId,
    appId: caller.clientId,
    correlationId,
  });

  function admit(request: AzureRequest): void {
    const base = environment[AZURE_APIS[request.api]];
    if (base === null) throw new AzureError("not-in-this-cloud", paramsOf(request));
    if (!isBelow(request.url, base)) throw new AzureError("endpoint-refused", paramsOf(request));
  }

  /** One attempt: an answer, or why there was none. */
  async function attempt(request: AzureRequest, key: string): Promise<AzureAnswer | Failed> {
    const headers = {
      ...request.headers,
      [REQUEST_ID_HEADER[request.api]]: randomUUID(),
      "x-ms-correlation-request-id": correlationId,
    };
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    try {
      const response = await wire.send(request.method, request.url, {
        headers,
        body,
        signal: request.signal,
      });
      budget.pace(key, Number(response.header("x-ms-throttle-limit-percentage")));
      const askedMs = retryAfterMs(response.header("retry-after"), timeOf(response, waiting));
      const setback = setbackOfStatus(response.status, askedMs !== null);
      if (!setback) {
        const bytes = await readAnswer(response, request.url, patience.answerBytes);
        return { status: response.status, header: (name) => response.header(name), body: bytes };
      }
      response.discard();
      return {
        ...setback,
        mostAttempts: patience.attempts,
        throttled: response.status === 429,
        askedMs,
        error: refusal(request, response, askedMs),
      };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const told = { ...error.params, ...paramsOf(request) };
      return {
        ...setbackOfWire(error),
        mostAttempts: patience.connectionAttempts,
        throttled: false,
        askedMs: null,
        error: new AzureError(error.code, told, { cause: error }),
      };
    }
  }

  function refusal(request: AzureRequest, response: WireResponse, askedMs: number | null): AzureError {
    const { status } = response;
    const told = {
      ...paramsOf(request),
      status,
      azureCode: `HTTP ${status}`,
      requestId: requestIdOf(response),
      retryAfterSeconds: Math.ceil((askedMs ?? 0) / 1000),
    };
    return new AzureError(status === 429 ? "throttled" : "azure-unavailable", told);
  }

  const backoffMs = (attempts: number): number =>
    waiting.random() * Math.min(patience.longestBackoffMs, patience.backoffMs * 2 ** (attempts - 1));

  return {
    correlationId,
    paramsOf,
    async send(asked) {
      const request = { ...asked, signal: either(asked.signal, options.signal) };
      admit(request);
      const key = [environment.id, request.api, request.caller.tenantId, request.caller.clientId].join(" ");
      let waitedMs = 0;
      for (let attempts = 1; ; attempts++) {
        const turn = await budget.enter(key, patience.waitingMs - waitedMs, request.signal);
        if ("awayMs" in turn) throw pausedForTooLong(paramsOf(request), turn.awayMs);
        waitedMs += turn.waitedMs;
        const outcome = await attempt(request, key).finally(turn.leave);
        if (!("error" in outcome)) return outcome;
        if (!request.repeatable && !outcome.undone) throw outcomeUnknown(outcome.error);
        const waitMs = outcome.askedMs ?? backoffMs(attempts);
        if (outcome.throttled) budget.pause(key, waitMs);
        waitedMs += waitMs;
        if (!outcome.passing || attempts >= outcome.mostAttempts || waitedMs > patience.waitingMs)
          throw outcome.error;
        await waiting.sleep(waitMs, request.signal);
      }
    },
  };
}

interface Failed extends Setback {
  error: AzureError;
  mostAttempts: number;
  throttled: boolean;
  /** `Retry-After`; null when Azure did not say. */
  askedMs: number | null;
}

const either = (one?: AbortSignal, other?: AbortSignal): AbortSignal | undefined =>
  one && other ? AbortSignal.any([one, other]) : (one ?? other);

/** Azure's own id of a request, if it is one. */
export function requestIdOf(answer: Pick<WireResponse, "header">): string {
  const id = answer.header("request-id") ?? answer.header("x-ms-request-id") ?? "";
  return /^[\w.-]{1,80}$/.test(id) ? id : "";
}

/** A date to wait for is one of Azure's clock, not of ours, which may be wrong. */
function timeOf(response: WireResponse, waiting: Waiting): Date {
  const told = new Date(response.header("date") ?? Number.NaN);
  return Number.isNaN(told.getTime()) ? waiting.now() : told;
}

const outcomeUnknown = (cause: AzureError): AzureError =>
  new AzureError("outcome-unknown", { ...cause.params, because: cause.code }, { cause });

const pausedForTooLong = (params: AzureCallParams, forMs: number): AzureError =>
  new AzureError("throttled", {
    ...params,
    status: 429,
    azureCode: "HTTP 429",
    requestId: "",
    retryAfterSeconds: Math.ceil(forMs / 1000),
  });
