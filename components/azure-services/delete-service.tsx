"use client";

import { ExternalLink, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteServiceAction } from "@/app/(portal)/azure-services/actions";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Dialog } from "../ui/dialog";
import { useCommand } from "../ui/use-command";
import type { ServiceDetails } from "./service-view";

/** **Delete**: the connection goes, its apps stay, here and in Azure AD (reference/azure-services.md §10). */
export function DeleteService({ service }: { service: ServiceDetails }) {
  const t = useTranslations("azureServicesPage.delete");
  const effects = useTranslations("azureServicesPage.services");
  const router = useRouter();
  const denied = useDeniedReason()(SERVICE_RULES[service.type].action);
  const [open, setOpen] = useState(false);
  const [deleted, setDeleted] = useState<{ portalUrl: string | null } | null>(null);
  const remove = useCommand(deleteServiceAction, {
    onSuccess({ portalUrl }) {
      setOpen(false);
      setDeleted({ portalUrl });
    },
  });
  const leave = () => router.push("/azure-services");
  return (
    <>
      <Button size="sm" disabledReason={denied} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden />
        {t("delete")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("title", { name: service.name })}
        description={t("text")}
        confirmLabel={t("delete")}
        danger
        pending={remove.pending}
        onConfirm={() => remove.run({ serviceId: service.id })}
      >
        <p>{t("dependants")}</p>
        <p className="mt-1 text-muted">{effects(`${service.type}.enables`)}</p>
      </ConfirmDialog>
      <Dialog
        open={deleted !== null}
        onOpenChange={leave}
        size="sm"
        title={t("done", { name: service.name })}
        description={t("appStays", { app: service.serverApplication.name })}
        footer={
          <>
            {deleted?.portalUrl ? (
              <Button asChild>
                <a href={deleted.portalUrl} target="_blank" rel="noreferrer">
                  {t("openApp")}
                  <ExternalLink aria-hidden />
                </a>
              </Button>
            ) : null}
            <Button variant="primary" onClick={leave}>
              {t("toConnections")}
            </Button>
          </>
        }
      />
    </>
  );
}
