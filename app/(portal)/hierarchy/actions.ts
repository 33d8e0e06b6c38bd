"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { addServiceWindow } from "@/lib/hierarchy/add-service-window";
import { changeServiceWindow } from "@/lib/hierarchy/change-service-window";
import { expandSite } from "@/lib/hierarchy/expansion/expand-site";
import { removeServiceWindow } from "@/lib/hierarchy/remove-service-window";
import { setFileReplicationRoute } from "@/lib/replication/set-file-replication-route";
import { upgradeSecondarySite } from "@/lib/updates/servicing/upgrade-secondary-site";

export async function addServiceWindowAction(input: unknown) {
  return runUseCase(addServiceWindow, input);
}

export async function changeServiceWindowAction(input: unknown) {
  return runUseCase(changeServiceWindow, input);
}

export async function removeServiceWindowAction(input: unknown) {
  return runUseCase(removeServiceWindow, input);
}

export async function setFileReplicationRouteAction(input: unknown) {
  return runUseCase(setFileReplicationRoute, input);
}

export async function upgradeSecondarySiteAction(input: unknown) {
  return runUseCase(upgradeSecondarySite, input);
}

export async function expandSiteAction(input: unknown) {
  return runUseCase(expandSite, input);
}
