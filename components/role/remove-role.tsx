"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { removeRoleAction } from "@/app/(portal)/service-connection-point/actions";
import type { RoleStatus } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { useCan, useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/field";
import { Skeleton } from "../ui/skeleton";
import { useCommand } from "../ui/use-command";
import { DependentList } from "./dependent-list";

type Role = NonNullable<RoleStatus["role"]>;

/** **Remove Role**: what stops working is shown first, and the server's name is typed (reference/role.md §8.1). */
export function RemoveRole({ role }: { role: Role }) {
  const t = useTranslations("roleChanges.remove");
  const common = useTranslations("common");
  const denied = useDeniedReason()("role.manage");
  const may = useCan()("role.manage");
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { data: dependents } = useLiveQuery("listDependents", {}, { enabled: open && may });
  const remove = useCommand(removeRoleAction, { success: t("begun"), onSuccess: () => setOpen(false) });
  const blocking = dependents?.filter(({ blocks }) => blocks) ?? [];
  const isTyped = typed.trim().toLowerCase() === role.serverFqdn.toLowerCase();
  const refused = blocking.length > 0 ? t("blocked") : isTyped ? undefined : t("typeFirst");
  return (
    <>
      <Button
        disabledReason={denied}
        onClick={() => {
          setTyped("");
          setOpen(true);
        }}
      >
        <Trash2 aria-hidden />
        {t("remove")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="lg"
        title={t("title", { server: role.serverFqdn })}
        description={t("text")}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
            <Button
              variant="danger"
              pending={remove.pending}
              disabledReason={refused}
              onClick={() => remove.run({ serverId: role.serverId })}
            >
              {t("remove")}
            </Button>
          </>
        }
      >
        <div className="space-y-4">
          {blocking.length > 0 ? <Banner tone="danger" title={t("blocked")} /> : null}
          <section>
            <h3 className="font-semibold">{t("stops")}</h3>
            {dependents ? <DependentList dependents={dependents} /> : <Skeleton className="h-40" />}
          </section>
          <TextField
            label={t("type", { server: role.serverFqdn })}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      </Dialog>
    </>
  );
}
