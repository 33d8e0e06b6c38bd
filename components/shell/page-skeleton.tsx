import { useTranslations } from "next-intl";
import { Skeleton } from "../ui/skeleton";

/** While a page is being read: its rough shape, and one word for those who cannot see it. */
export function PageSkeleton() {
  const t = useTranslations("common");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-8 w-56" />
      <Skeleton className="mt-2 w-80 max-w-full" />
      <div className="mt-6 grid gap-4 lg:grid-cols-3">
        <Skeleton className="h-24 lg:col-span-3" />
        <Skeleton className="h-72 lg:col-span-2" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
