"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { renameTenantAction } from "@/app/(portal)/tenants/actions";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { TextField } from "../ui/field";
import { useCommand } from "../ui/use-command";

/** Gives a tenant another friendly name. */
export function RenameTenant({ tenant }: { tenant: TenantRow }) {
  const t = useTranslations("tenantsPage.rename");
  const common = useTranslations("common");
  const denied = useDeniedReason()("azure-apps.manage");
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(tenant.name);
  const rename = useCommand(renameTenantAction, {
    quiet: true,
    success: t("done"),
    onSuccess: () => setOpen(false),
  });
  return (
    <>
      <Button disabledReason={denied} onClick={() => setOpen(true)}>
        {t("rename")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="sm"
        title={t("title")}
        description={t("text")}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
            <Button
              variant="primary"
              pending={rename.pending}
              onClick={() => rename.run({ tenant: tenant.id, name })}
            >
              {t("rename")}
            </Button>
          </>
        }
      >
        <div className="pb-2">
          <TextField
            label={t("name")}
            value={name}
            maxLength={100}
            error={rename.failure ? <FailureMessage failure={rename.failure} /> : undefined}
            onChange={(event) => {
              rename.clear();
              setName(event.target.value);
            }}
          />
        </div>
      </Dialog>
    </>
  );
}
