"use client";

import { Compass } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

export function NotFoundPage() {
  const t = useTranslations();
  return (
    <div className="py-10">
      <EmptyState
        icon={Compass}
        titleAs="h1"
        title={t("shell.notFound.title")}
        description={t("shell.notFound.text")}
        action={
          <Button asChild variant="primary">
            <Link href="/">{t("common.backToOverview")}</Link>
          </Button>
        }
      />
    </div>
  );
}
