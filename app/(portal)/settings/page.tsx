import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { SettingsView } from "@/components/settings/settings-view";
import { NoAccess } from "@/components/shell/no-access";
import { getHierarchySettings } from "@/lib/hierarchy/get-hierarchy-settings";
import { consentToPreReleaseFeaturesAction } from "../updates/features/actions";
import {
  promotePreProductionClientAction,
  setClientUpgradeAction,
  setContentValidationAction,
  setSoftwareAssuranceExpirationAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.page"))("title") };
}

export default async function SettingsPage() {
  const settings = await read(getHierarchySettings);
  if (!settings) return <NoAccess action="updates.view" />;
  return (
    <SettingsView
      initial={settings}
      commands={{
        consent: consentToPreReleaseFeaturesAction,
        setClientUpgrade: setClientUpgradeAction,
        promoteClient: promotePreProductionClientAction,
        setSoftwareAssurance: setSoftwareAssuranceExpirationAction,
        setContentValidation: setContentValidationAction,
      }}
    />
  );
}
