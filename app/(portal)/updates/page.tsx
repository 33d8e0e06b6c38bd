import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { UpdatesView } from "@/components/updates/updates-view";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { getSiteVersions } from "@/lib/overview/get-site-versions";
import { getUpdateCheck } from "@/lib/updates/get-update-check";
import { listUpdates } from "@/lib/updates/list-updates";
import { updateCommands } from "./commands";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("updatesPage"))("title") };
}

export default async function UpdatesPage() {
  const [updates, check, role, versions] = await Promise.all([
    read(listUpdates),
    read(getUpdateCheck),
    read(getRoleStatus),
    read(getSiteVersions),
  ]);
  if (!updates || !check || !role || !versions) return <NoAccess action="updates.view" />;
  return <UpdatesView initial={{ updates, check, role, versions }} commands={updateCommands} />;
}
