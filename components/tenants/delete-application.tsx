"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteApplicationAction } from "@/app/(portal)/tenants/actions";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useCommand } from "../ui/use-command";

/** Removes an app from the product; in Azure it stays. */
export function DeleteApplication({ application }: { application: ApplicationRow }) {
  const t = useTranslations("tenantsPage.deleteApp");
  const denied = useDeniedReason()("azure-apps.manage");
  const [open, setOpen] = useState(false);
  const remove = useCommand(deleteApplicationAction, { success: t("done"), onSuccess: () => setOpen(false) });
  const users = application.usedBy.map(({ name }) => name).join(", ");
  const inUse = users ? t("inUse", { services: users }) : undefined;
  return (
    <>
      <Button size="sm" disabledReason={denied ?? inUse} onClick={() => setOpen(true)}>
        {t("delete")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("title", { name: application.name })}
        description={t("text")}
        confirmLabel={t("delete")}
        danger
        pending={remove.pending}
        onConfirm={() => remove.run({ applicationId: application.id })}
      />
    </>
  );
}
