"use client";

import { ServerOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";

/** Stands where a page has nothing to show without the role, and leads to its installation. */
export function RoleNotInstalled() {
  const t = useTranslations();
  return (
    <Card>
      <EmptyState
        icon={ServerOff}
        title={t("role.notInstalled.title")}
        description={t("role.notInstalled.text")}
        action={
          <Button asChild variant="primary">
            <Link href="/service-connection-point/install">{t("roleInstall.install")}</Link>
          </Button>
        }
      />
    </Card>
  );
}
