import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

export default function SiteNotFound() {
  const t = useTranslations("hierarchy.site");
  return (
    <Card>
      <EmptyState
        icon={SearchX}
        titleAs="h1"
        title={t("notFoundTitle")}
        description={t("notFound")}
        action={
          <Button asChild>
            <Link href="/hierarchy">{t("back")}</Link>
          </Button>
        }
      />
    </Card>
  );
}
