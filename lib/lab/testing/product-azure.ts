import { readFile } from "node:fs/promises";
import type { Azure } from "@/lib/azure/azure";
import { openAzureHttp } from "@/lib/azure/azure-http";
import { ThrottleBudget } from "@/lib/azure/throttle-budget";
import { realWaiting, type Waiting } from "@/lib/azure/waiting";
import { systemClock } from "@/lib/clock";
import { openWire } from "@/lib/connectivity/wire";
import { SIGN_IN_CLIENT } from "../directory/microsoft-apps";
import { ARM_PATH, GRAPH_PATH, LAB_ENVIRONMENT_ID } from "../lab-environment-row";
import type { AzureLab } from "./azure-lab";

export interface ProductAzure extends Azure {
  /** What the wire waited for, in ms; it is not made to. */
  slept: number[];
}

/** The product's wire, on the lab's Azure: sockets, certificates and protocols as in earnest, only its waiting is short. */
export async function openProductAzure(
  lab: Pick<AzureLab, "origin" | "authorityFile">,
): Promise<ProductAzure> {
  const environment = {
    id: LAB_ENVIRONMENT_ID,
    name: "Lab",
    loginUrl: `${lab.origin}/`,
    graphUrl: lab.origin + GRAPH_PATH,
    armUrl: lab.origin + ARM_PATH,
    signInClientId: SIGN_IN_CLIENT,
  };
  const certificateAuthorities = await readFile(lab.authorityFile, "utf8");
  const wire = openWire({ certificateAuthorities, proxy: null });
  const slept: number[] = [];
  const real = realWaiting(systemClock);
  let skippedMs = 0;
  const waiting: Waiting = {
    random: () => 0.5,
    now: () => new Date(Date.now() + skippedMs),
    async sleep(ms, signal) {
      // A timer may ring a moment early; what is left then is no wait.
      if (ms > 5) slept.push(ms);
      const shortMs = Math.min(ms, 20);
      await real.sleep(shortMs, signal);
      skippedMs += ms - shortMs;
    },
  };
  const http = openAzureHttp({ environment, wire, budget: new ThrottleBudget(waiting), waiting });
  return { environment, http, slept, close: () => wire.close() };
}
