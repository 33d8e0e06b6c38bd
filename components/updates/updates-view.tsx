"use client";

import {
  ChevronDown,
  FileUp,
  History,
  ListChecks,
  type LucideIcon,
  ToggleRight,
  Waypoints,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Menu, MenuItem } from "@/components/ui/menu";
import { PageHeader } from "@/components/ui/page-header";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { SiteVersions } from "@/lib/overview/get-site-versions";
import type { UpdateCheckStatus, UpdateSummary } from "@/lib/updates/model";
import { CatalogueErrorBanner } from "./catalogue-error-banner";
import { CheckButton } from "./check-button";
import { CheckSummary } from "./check-summary";
import { emptyReason } from "./check-view";
import { MixedVersionBanner } from "./mixed-version-banner";
import { ProgressAnnouncer } from "./progress-announcer";
import type { UpdateCommands } from "./update-commands";
import { UpdatesTable } from "./updates-table";

interface UpdatesViewProps {
  initial: {
    updates: UpdateSummary[];
    check: UpdateCheckStatus;
    role: RoleStatus;
    versions: SiteVersions;
  };
  commands: UpdateCommands;
}

/** Updates and Servicing, followed live. */
export function UpdatesView({ initial, commands }: UpdatesViewProps) {
  const t = useTranslations("updatesPage");
  const updates = useLiveQuery("listUpdates", {}, { initialData: initial.updates }).data ?? initial.updates;
  const check = useLiveQuery("getUpdateCheck", {}, { initialData: initial.check }).data ?? initial.check;
  const role = useLiveQuery("getRoleStatus", {}, { initialData: initial.role }).data ?? initial.role;
  const { data: versions = initial.versions } = useLiveQuery(
    "getSiteVersions",
    {},
    { initialData: initial.versions },
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <Menu
              label={t("more")}
              trigger={
                <Button>
                  {t("more")}
                  <ChevronDown aria-hidden />
                </Button>
              }
            >
              <PageLink href="/updates/sites" icon={ListChecks} label={t("sites.title")} />
              <PageLink href="/updates/features" icon={ToggleRight} label={t("featuresLink")} />
              <PageLink href="/updates/flow" icon={Waypoints} label={t("flowLink")} />
              <PageLink href="/updates/import" icon={FileUp} label={t("importLink")} />
            </Menu>
            <Button asChild>
              <Link href="/updates/history">
                <History aria-hidden />
                {t("history.link")}
              </Link>
            </Button>
            <CheckButton check={check} role={role} command={commands.check} />
          </>
        }
      />
      <CatalogueErrorBanner check={check} />
      <MixedVersionBanner versions={versions} />
      <CheckSummary check={check} role={role} />
      <Card padded={false}>
        <UpdatesTable updates={updates} commands={commands} whyEmpty={emptyReason(check, role)} />
      </Card>
      <ProgressAnnouncer updates={updates} />
    </>
  );
}

function PageLink({ href, icon: Icon, label }: { href: string; icon: LucideIcon; label: string }) {
  return (
    <MenuItem asChild>
      <Link href={href}>
        <Icon aria-hidden />
        {label}
      </Link>
    </MenuItem>
  );
}
