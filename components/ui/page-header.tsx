import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export interface Breadcrumb {
  label: string;
  href: string;
}

interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** Ancestors of this page, outermost first. */
  breadcrumbs?: readonly Breadcrumb[];
  /** Beside the title, e.g. a status badge. */
  status?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, description, breadcrumbs = [], status, actions }: PageHeaderProps) {
  const t = useTranslations("common");
  return (
    <header className="mb-5">
      {breadcrumbs.length > 0 ? (
        <nav aria-label={t("breadcrumbs")} className="mb-1.5">
          <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
            {breadcrumbs.map((crumb) => (
              <li key={crumb.href} className="flex items-center gap-1">
                <Link href={crumb.href} className="rounded-sm hover:text-accent-ink hover:underline">
                  {crumb.label}
                </Link>
                <ChevronRight aria-hidden className="size-3.5 text-faint" />
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 lg:flex-nowrap">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="min-w-0 hyphens-auto break-words font-semibold text-xl tracking-tight sm:text-2xl">
              {title}
            </h1>
            {status}
          </div>
          {description ? <p className="mt-1 max-w-3xl text-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2 lg:shrink-0">{actions}</div> : null}
      </div>
    </header>
  );
}
