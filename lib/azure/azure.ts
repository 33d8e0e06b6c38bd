import { systemClock } from "@/lib/clock";
import { type CloudHost, openEnvironmentWire } from "@/lib/connectivity/cloud-client";
import { type AzureHttp, openAzureHttp } from "./azure-http";
import { type AzureEnvironment, findAzureEnvironment } from "./environments";
import { ThrottleBudget } from "./throttle-budget";
import { realWaiting } from "./waiting";

/** Azure of one environment, for one operation. */
export interface Azure {
  environment: AzureEnvironment;
  http: AzureHttp;
  close(): Promise<void>;
}

/** What Azure counts together does not know which operation a request belongs to. */
const budget = new ThrottleBudget(realWaiting(systemClock));

/**
 * Opens the way to an environment's Azure, whatever cloud the role's catalogue belongs to. Each request is guarded by
 * the mode the role runs in, as in `openCloudClient`.
 * @param signal ends every request and every waiting of the operation
 * @throws CloudRefusedError
 */
export async function openAzure(
  host: CloudHost,
  environmentId: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Azure> {
  const wire = await openEnvironmentWire(host, environmentId);
  const environment = await findAzureEnvironment(host.db, environmentId);
  if (!wire || !environment) throw new Error(`There is no environment ${environmentId}`);
  const http = openAzureHttp({ environment, wire, budget, waiting: realWaiting(host.clock), signal });
  return { environment, http, close: () => wire.close() };
}
