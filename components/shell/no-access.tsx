"use client";

import { LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Action } from "@/lib/access/permissions";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { useRolesThatMay } from "./access";

/** Instead of a page the user has no permission for: says so, and who may. */
export function NoAccess({ action }: { action: Action }) {
  const t = useTranslations("shell.noAccess");
  const roles = useRolesThatMay();
  return (
    <Card>
      <EmptyState
        icon={LockKeyhole}
        titleAs="h1"
        title={t("title")}
        description={
          <>
            {t("text", { roles: roles(action) })} {t("hint")}
          </>
        }
      />
    </Card>
  );
}
