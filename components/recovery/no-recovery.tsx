import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

/** This database was never restored, so there is nothing to do afterwards. */
export function NoRecovery() {
  const t = useTranslations("recoveryPage");
  return (
    <EmptyState
      icon={ListChecks}
      title={t("title")}
      titleAs="h1"
      description={t("never")}
      action={
        <Button asChild>
          <Link href="/backup">{t("toBackups")}</Link>
        </Button>
      }
    />
  );
}
