import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { UsageDataView } from "@/components/usage-data/usage-data-view";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { getUsageDataCatalogue } from "@/lib/usage-data/get-usage-data-catalogue";
import { getUsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import { listUsageDataRuns } from "@/lib/usage-data/list-usage-data-runs";
import {
  changeLevelAction,
  collectAction,
  previewAction,
  sendPreviewAction,
  uploadNowAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("usageDataPage"))("title") };
}

export default async function UsageDataPage() {
  const [status, runs, role, catalogue] = await Promise.all([
    read(getUsageDataStatus),
    read(listUsageDataRuns),
    read(getRoleStatus),
    read(getUsageDataCatalogue, { locale: await getLocale() }),
  ]);
  if (!status || !runs || !role || !catalogue) return <NoAccess action="usage-data.view" />;
  return (
    <UsageDataView
      initial={{ status, runs, role }}
      catalogue={catalogue}
      commands={{
        collect: collectAction,
        preview: previewAction,
        sendPreview: sendPreviewAction,
        upload: uploadNowAction,
        changeLevel: changeLevelAction,
      }}
    />
  );
}
