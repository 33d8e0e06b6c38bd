"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { requestProbe } from "@/lib/connectivity/endpoints/request-probe";
import { setProbeSchedule } from "@/lib/connectivity/endpoints/set-probe-schedule";
import { configureProxy } from "@/lib/connectivity/proxies/configure-proxy";
import { testProxy } from "@/lib/connectivity/proxies/test-proxy";

export async function configureProxyAction(input: unknown) {
  return runUseCase(configureProxy, input);
}

export async function testProxyAction(input: unknown) {
  return runUseCase(testProxy, input);
}

export async function requestProbeAction(input: unknown) {
  return runUseCase(requestProbe, input);
}

export async function setProbeScheduleAction(input: unknown) {
  return runUseCase(setProbeSchedule, input);
}
