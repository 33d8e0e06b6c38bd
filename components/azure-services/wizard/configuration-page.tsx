"use client";

import { CONFIGURATION_PAGES } from "../configuration/pages";
import type { WizardPageProps } from "./azure-wizard";

/** The page that the chosen service brings. */
export function ConfigurationPage({ choices, onChoose }: WizardPageProps) {
  const { type, serverApplicationId, environmentId, settings } = choices;
  const Page = type && CONFIGURATION_PAGES[type];
  if (!Page || !serverApplicationId || !environmentId) return null;
  return (
    <Page
      serverApplicationId={serverApplicationId}
      environmentId={environmentId}
      settings={settings}
      onChange={(changed) => onChoose({ settings: changed })}
    />
  );
}
