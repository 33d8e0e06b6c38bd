"use client";

import { Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { ListedApplication } from "@/lib/azure-services/applications/list-applications";
import type { ChosenApplication } from "./application-choice";

interface ApplicationListProps {
  title: string;
  apps: readonly ListedApplication[];
  chosenId: string | null;
  importOnly: boolean;
  onImport(): void;
  onCreate(): void;
  onClose(): void;
  onChoose(app: ChosenApplication): void;
}

/** The apps that are there: *Tenant friendly name*, *App friendly name*, *Service Type*. */
export function ApplicationList({
  title,
  apps,
  importOnly,
  onClose,
  onChoose,
  ...props
}: ApplicationListProps) {
  const t = useTranslations("azureServicesPage.apps");
  const common = useTranslations("common");
  const denied = useDeniedReason()("azure-apps.manage");
  const [picked, pick] = useState(props.chosenId);
  const app = apps.find(({ id }) => id === picked);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={title}
      description={t("dialogText")}
      footer={
        <>
          <span className="mr-auto flex flex-wrap gap-2">
            <Button disabledReason={denied} onClick={props.onImport}>
              {t("import")}
            </Button>
            {importOnly ? null : (
              <Button disabledReason={denied} onClick={props.onCreate}>
                {t("create")}
              </Button>
            )}
          </span>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            disabledReason={app ? undefined : t("pickFirst")}
            onClick={() => app && onChoose(app)}
          >
            {t("ok")}
          </Button>
        </>
      }
    >
      {apps.length === 0 ? (
        <EmptyState
          icon={Inbox}
          title={t("noneTitle")}
          description={t(importOnly ? "noneImportOnly" : "noneText")}
        />
      ) : (
        <Rows apps={apps} picked={picked} onPick={pick} />
      )}
    </Dialog>
  );
}

function Rows({
  apps,
  picked,
  onPick,
}: {
  apps: readonly ListedApplication[];
  picked: string | null;
  onPick(id: string): void;
}) {
  const t = useTranslations("azureServicesPage.apps");
  const types = useTranslations("azureServicesPage.services");
  const group = useId();
  return (
    <table className="block w-full text-left sm:table">
      <thead className="hidden text-muted text-sm sm:table-header-group">
        <tr className="border-line border-b">
          <th scope="col" className="w-8 py-2">
            <span className="sr-only">{t("choose")}</span>
          </th>
          <th scope="col" className="px-3 py-2 font-medium">
            {t("tenantName")}
          </th>
          <th scope="col" className="px-3 py-2 font-medium">
            {t("appName")}
          </th>
          <th scope="col" className="px-3 py-2 font-medium">
            {t("serviceType")}
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {apps.map((app) => {
          const id = `${group}-${app.id}`;
          return (
            <tr
              key={app.id}
              className={cn(
                "relative grid grid-cols-[2rem_minmax(0,1fr)] border-line border-b px-2 py-2 last:border-0 hover:bg-hover sm:table-row",
                app.id === picked && "bg-accent-soft hover:bg-accent-soft",
              )}
            >
              <td className="row-span-3 sm:py-2 sm:pl-2">
                <input
                  type="radio"
                  id={id}
                  name={group}
                  checked={app.id === picked}
                  onChange={() => onPick(app.id)}
                  className="mt-0.5 size-4 accent-accent"
                />
              </td>
              <td className="text-muted max-sm:text-sm sm:px-3 sm:py-2 sm:text-ink">{app.tenantName}</td>
              <td className="sm:px-3 sm:py-2">
                {/* Its pseudo-element makes the whole row a target for the pointer. */}
                <label htmlFor={id} className="font-medium after:absolute after:inset-0 after:content-['']">
                  {app.name}
                </label>
                <span className="wrap-anywhere block font-mono text-muted text-sm">{app.clientId}</span>
              </td>
              <td className="text-muted max-sm:text-sm sm:px-3 sm:py-2">
                {app.serviceTypes.length > 0
                  ? app.serviceTypes.map((type) => types(`${type}.name`)).join(", ")
                  : t("unused")}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
