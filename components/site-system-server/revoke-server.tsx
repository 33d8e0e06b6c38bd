"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { revokeServerAction } from "@/app/(portal)/hierarchy/servers/actions";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { isServiceConnectionPoint } from "../hierarchy/role-badge";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useCommand } from "../ui/use-command";

/** Ends a server's part in the hierarchy, after a warning of what stops with it. */
export function RevokeServer({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("enrolment.revoke");
  const denied = useDeniedReason()("role.manage");
  const [open, setOpen] = useState(false);
  const revoke = useCommand(revokeServerAction, {
    success: t("done", { server: server.fqdn }),
    onSuccess: () => setOpen(false),
  });
  return (
    <>
      <Button disabledReason={denied} onClick={() => setOpen(true)}>
        {t("action")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("title", { server: server.fqdn })}
        description={t("text")}
        confirmLabel={t("action")}
        danger
        pending={revoke.pending}
        onConfirm={() => revoke.run({ serverId: server.id })}
      >
        {server.roles.some(isServiceConnectionPoint) ? (
          <Banner tone="warning" className="mb-2" title={t("holderTitle")}>
            {t("holder")}
          </Banner>
        ) : null}
      </ConfirmDialog>
    </>
  );
}
