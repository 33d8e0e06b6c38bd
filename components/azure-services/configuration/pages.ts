import type { ReactNode } from "react";
import type { AzureServiceType } from "@/lib/db/schema";

export interface ConfigurationProps {
  /** Ids of the web app's row and of its cloud: what the page may ask Azure about. */
  serverApplicationId: string;
  environmentId: string;
  settings: Readonly<Record<string, unknown>>;
  onChange(settings: Record<string, unknown>): void;
}

/**
 * The configuration page of each service in the Azure Services wizard (reference/azure-services.md §4). Null: the
 * service is connected without one, and configured on its own page.
 */
export const CONFIGURATION_PAGES: Readonly<
  Record<AzureServiceType, ((props: ConfigurationProps) => ReactNode) | null>
> = {
  CloudManagement: null,
  StoreForBusiness: null,
  DesktopAnalytics: null,
  LogAnalyticsConnector: null,
};
