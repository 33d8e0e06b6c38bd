"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { configureProxy } from "@/lib/connectivity/proxies/configure-proxy";

export async function configureProxyAction(input: unknown) {
  return runUseCase(configureProxy, input);
}
