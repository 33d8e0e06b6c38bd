"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteServerAction } from "@/app/(portal)/hierarchy/servers/actions";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { isServiceConnectionPoint, RoleBadge } from "../hierarchy/role-badge";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useCommand } from "../ui/use-command";

/** Tab *Site System Roles*: what the server is, how it gets and loses the role, and its deletion. */
export function RolesTab({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("serverRoles");
  const holds = server.roles.some(isServiceConnectionPoint);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card
        title={t("title")}
        description={t("text")}
        actions={
          <Button asChild size="sm">
            <Link
              href={
                holds ? "/service-connection-point" : `/service-connection-point/install?server=${server.id}`
              }
            >
              {t(holds ? "open" : "add")}
            </Link>
          </Button>
        }
      >
        <ul aria-label={t("title")} className="flex flex-wrap gap-1.5">
          {server.roles.map((role) => (
            <li key={role}>
              <RoleBadge role={role} />
            </li>
          ))}
        </ul>
      </Card>
      <DeleteServer server={server} />
    </div>
  );
}

function DeleteServer({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("serverRoles.delete");
  const router = useRouter();
  const denied = useDeniedReason()("role.manage");
  const [open, setOpen] = useState(false);
  const remove = useCommand(deleteServerAction, {
    success: t("done", { server: server.fqdn }),
    onSuccess: () => router.push("/hierarchy/servers"),
  });
  return (
    <Card title={t("delete")} description={t("text")}>
      <Button disabledReason={denied} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden />
        {t("delete")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("title", { server: server.fqdn })}
        description={t("consequences")}
        confirmLabel={t("delete")}
        danger
        pending={remove.pending}
        onConfirm={() => remove.run({ serverId: server.id })}
      />
    </Card>
  );
}
