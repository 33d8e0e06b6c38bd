import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { FeaturesView } from "@/components/features/features-view";
import { NoAccess } from "@/components/shell/no-access";
import { listFeatures } from "@/lib/updates/features/list-features";
import { consentToPreReleaseFeaturesAction, enableFeatureAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features.page"))("title") };
}

export default async function FeaturesPage() {
  const features = await read(listFeatures);
  if (!features) return <NoAccess action="features.view" />;
  return (
    <FeaturesView
      initial={features}
      commands={{ enable: enableFeatureAction, consent: consentToPreReleaseFeaturesAction }}
    />
  );
}
