import { furthestOf } from "@/components/ui/wizard/furthest-of";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import type { AzureServiceType } from "@/lib/db/schema";
import { CONFIGURATION_PAGES } from "../configuration/pages";

/** What was entered so far in the Azure Services wizard. */
export interface WizardChoices {
  name: string;
  description: string;
  type: AzureServiceType | null;
  environmentId: string | null;
  serverApplicationId: string | null;
  clientApplicationId: string | null;
  /** Of the service's own configuration page. */
  settings: Record<string, unknown>;
}

export const NO_CHOICES: WizardChoices = {
  name: "",
  description: "",
  type: null,
  environmentId: null,
  serverApplicationId: null,
  clientApplicationId: null,
  settings: {},
};

export type WizardPage = "service" | "app" | "configuration" | "summary";

/** The pages in their order; one for configuration only where the service brings it. */
export const pagesOf = ({ type }: Pick<WizardChoices, "type">): WizardPage[] => [
  "service",
  "app",
  ...(type && CONFIGURATION_PAGES[type] ? (["configuration"] as const) : []),
  "summary",
];

/** What a page still lacks: a key of `azureServicesPage.wizard.missing`. */
export function missingOn(
  page: WizardPage,
  choices: WizardChoices,
): "name" | "type" | "environment" | "server" | "client" | null {
  if (page === "service") {
    if (choices.name.trim() === "") return "name";
    return choices.type ? null : "type";
  }
  if (page !== "app") return null;
  if (!choices.environmentId) return "environment";
  if (!choices.serverApplicationId) return "server";
  const needsClient = choices.type !== null && SERVICE_RULES[choices.type].clientApp;
  return needsClient && !choices.clientApplicationId ? "client" : null;
}

export const furthestPage = (asked: string, choices: WizardChoices): WizardPage =>
  furthestOf(asked, pagesOf(choices), (page) => missingOn(page, choices)) ?? "service";

export const hasChoices = (choices: WizardChoices): boolean =>
  JSON.stringify(choices) !== JSON.stringify(NO_CHOICES);

/** The connection that leaves no room for another of its type (reference/azure-services.md §3). */
export const onlyOneOf = (
  type: AzureServiceType,
  services: readonly Pick<ServiceRow, "type" | "name">[],
): string | null =>
  SERVICE_RULES[type].tenants === "one"
    ? (services.find((service) => service.type === type)?.name ?? null)
    : null;

/** Why a cloud cannot be chosen: a key of `azureServicesPage.wizard.cloudRefusals`. */
export function whyNotCloud(
  type: AzureServiceType,
  { hasAzure, cloud }: Pick<AzureEnvironmentChoice, "hasAzure" | "cloud">,
): "noAzure" | "publicOnly" | null {
  if (!hasAzure) return "noAzure";
  return (SERVICE_RULES[type].clouds as readonly string[]).includes(cloud) ? null : "publicOnly";
}

/** Page of the wizard that a refused field belongs to. */
export const PAGE_OF_FIELD: Readonly<Record<string, WizardPage>> = {
  name: "service",
  description: "service",
  type: "service",
  environmentId: "app",
  serverApplicationId: "app",
  clientApplicationId: "app",
};
