"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteTenantAction } from "@/app/(portal)/tenants/actions";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useCommand } from "../ui/use-command";

/** Removes a tenant with its apps from the product (reference/azure-services.md §10). */
export function DeleteTenant({ tenant }: { tenant: TenantRow }) {
  const t = useTranslations("tenantsPage.deleteTenant");
  const router = useRouter();
  const denied = useDeniedReason()("azure-apps.manage");
  const [open, setOpen] = useState(false);
  const remove = useCommand(deleteTenantAction, {
    success: t("done", { name: tenant.name }),
    onSuccess: () => router.push("/tenants"),
  });
  const users = [...new Set(tenant.applications.flatMap(({ usedBy }) => usedBy.map(({ name }) => name)))];
  const inUse = users.length > 0 ? t("inUse", { services: users.join(", ") }) : undefined;
  return (
    <>
      <Button disabledReason={denied ?? inUse} onClick={() => setOpen(true)}>
        {t("delete")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("title", { name: tenant.name })}
        description={t("text", { count: tenant.applications.length })}
        confirmLabel={t("delete")}
        danger
        pending={remove.pending}
        onConfirm={() => remove.run({ tenant: tenant.id })}
      />
    </>
  );
}
