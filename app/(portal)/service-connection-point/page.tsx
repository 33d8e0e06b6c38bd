import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { RoleProperties } from "@/components/role/role-properties";
import { NoAccess } from "@/components/shell/no-access";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { changeModeAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("serviceConnectionPoint") };
}

export default async function ServiceConnectionPointPage() {
  const status = await read(getRoleStatus);
  if (!status) return <NoAccess action="role.view" />;
  return <RoleProperties initial={status} changeMode={changeModeAction} />;
}
