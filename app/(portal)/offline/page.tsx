import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { OfflineView } from "@/components/offline/offline-view";
import { RoleNotInstalled } from "@/components/role/role-not-installed";
import { NoAccess } from "@/components/shell/no-access";
import { PageHeader } from "@/components/ui/page-header";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { getOfflineStatus } from "@/lib/offline/get-offline-status";
import { listOfflineImports } from "@/lib/offline/list-offline-imports";
import { listTransferPackages } from "@/lib/offline/list-transfer-packages";
import {
  approveAction,
  cancelImportAction,
  examineAction,
  lookForPackagesAction,
  prepareAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("offlinePage"))("title") };
}

export default async function OfflinePage() {
  const role = await read(getRoleStatus);
  if (role && !role.role) return <OfflineWithoutRole />;
  const [status, imports, packages] = await Promise.all([
    read(getOfflineStatus),
    read(listOfflineImports),
    read(listTransferPackages),
  ]);
  if (!status) return <NoAccess action="role.view" />;
  return (
    <OfflineView
      initial={{ status, imports, packages }}
      commands={{
        prepare: prepareAction,
        look: lookForPackagesAction,
        examine: examineAction,
        approve: approveAction,
        cancel: cancelImportAction,
      }}
    />
  );
}

/** The round trip is the role's: without it there is none to lead through. */
async function OfflineWithoutRole() {
  const t = await getTranslations("offlinePage");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <RoleNotInstalled />
    </>
  );
}
