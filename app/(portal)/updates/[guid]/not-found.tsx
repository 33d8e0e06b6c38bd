import { PackageSearch } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

export default function UpdateNotFound() {
  const t = useTranslations("updatesPage.detail");
  return (
    <Card>
      <EmptyState
        icon={PackageSearch}
        titleAs="h1"
        title={t("notFoundTitle")}
        description={t("notFound")}
        action={
          <Button asChild>
            <Link href="/updates">{t("back")}</Link>
          </Button>
        }
      />
    </Card>
  );
}
