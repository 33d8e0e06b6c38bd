import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { ManagerView } from "@/components/executive/manager-view";
import { NoAccess } from "@/components/shell/no-access";
import { listComponents } from "@/lib/executive/list-components";
import { controlComponentAction, queryComponentAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("componentsPage.manager"))("title") };
}

export default async function ServiceManagerPage() {
  const components = await read(listComponents);
  if (!components) return <NoAccess action="status.view" />;
  return (
    <ManagerView
      initial={components}
      operate={{
        query: queryComponentAction,
        stop: controlComponentAction,
        start: controlComponentAction,
        restart: controlComponentAction,
      }}
    />
  );
}
