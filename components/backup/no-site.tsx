import { DatabaseBackup } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "../ui/empty-state";

/** Before the first site is set up there is nothing to back up. */
export function NoSite() {
  const t = useTranslations("backupPage");
  return <EmptyState icon={DatabaseBackup} title={t("title")} titleAs="h1" description={t("noSite")} />;
}
