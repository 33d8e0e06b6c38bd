"use client";

import { Plus, ServerOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { ServersTable } from "./servers-table";

/** *Servers and Site System Roles*. */
export function ServersView({ initial }: { initial: SiteSystemServer[] }) {
  const t = useTranslations("serversPage");
  const create = useTranslations("serverCreate");
  const { data: servers = initial } = useLiveQuery("listServers", {}, { initialData: initial });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("hierarchy"), href: "/hierarchy" }]}
        actions={
          <Button asChild>
            <Link href="/hierarchy/servers/new">
              <Plus aria-hidden />
              {create("title")}
            </Link>
          </Button>
        }
      />
      <Card padded={false}>
        {servers.length > 0 ? (
          <ServersTable servers={servers} />
        ) : (
          <EmptyState icon={ServerOff} title={t("empty.title")} description={t("empty.text")} />
        )}
      </Card>
    </>
  );
}
