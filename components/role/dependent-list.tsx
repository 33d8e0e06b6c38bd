"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Dependent, DependentId } from "@/lib/hierarchy/role-changes/dependents/model";

/** Dates come as texts: their names end in `At`. */
const sayable = (params: Dependent["params"]): Record<string, string | number | Date> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name.endsWith("At") && value !== "" ? new Date(value) : value,
    ]),
  );

/** What depends on the role, how it stands, and what a removal or a move means for it. */
export function DependentList({
  dependents,
  about = "removal",
}: {
  dependents: readonly Dependent<DependentId>[];
  about?: "removal" | "move";
}) {
  const t = useTranslations("roleChanges");
  return (
    <ul aria-label={t("dependentsLabel")} className="divide-y divide-line">
      {dependents.map(({ id, state, params, link }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is read as a whole; several of a sort have no other name.
        <li key={`${id}-${index}`} data-dependent={id} className="py-2">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <Link
              href={link}
              className="wrap-anywhere rounded-sm font-medium text-accent-ink hover:underline"
            >
              {t(`dependents.${id}.name`, sayable(params))}
            </Link>
            <span className="text-muted text-sm">
              {t(`dependents.${id}.states.${state}`, sayable(params))}
            </span>
          </p>
          <p className="max-w-prose text-sm">{t(`dependents.${id}.${about}`)}</p>
        </li>
      ))}
    </ul>
  );
}
