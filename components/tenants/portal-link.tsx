"use client";

import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";

/** To the page of a directory or an app in the Azure portal. */
export function PortalLink({ href }: { href: string }) {
  const t = useTranslations("tenantsPage");
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1.5 rounded-sm text-accent-ink hover:underline"
    >
      {t("openPortal")}
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}
