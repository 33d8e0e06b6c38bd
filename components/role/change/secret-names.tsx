"use client";

import { useTranslations } from "next-intl";
import type { NamedSecret } from "@/lib/hierarchy/role-changes/hand-over/sealed-secrets";

/** Secrets by name, never by value. */
export function SecretNames({ label, secrets }: { label: string; secrets: readonly NamedSecret[] }) {
  const t = useTranslations("roleChanges.secrets");
  return (
    <ul aria-label={label} className="list-disc pl-5">
      {secrets.map(({ sort, name }) => (
        <li key={`${sort}-${name}`} className="wrap-anywhere">
          {t(sort, { name })}
        </li>
      ))}
    </ul>
  );
}
