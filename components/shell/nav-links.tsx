"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "../ui/cn";
import { useCan } from "./access";
import { currentNode, visibleNavigation } from "./navigation";

/** @param onNavigate called when a node was chosen, e.g. to close the drawer */
export function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations("shell");
  const can = useCan();
  const current = currentNode(usePathname());
  return (
    <nav aria-label={t("mainNavigation")} className="flex flex-col gap-5">
      {visibleNavigation(can).map((group) => (
        <div key={group.label ?? "top"}>
          {group.label ? (
            <p className="mb-1 px-2.5 font-medium text-faint text-xs">{t(`navGroups.${group.label}`)}</p>
          ) : null}
          <ul className="space-y-0.5">
            {group.items.map((item) => {
              const active = item.href === current;
              return (
                <li key={item.href}>
                  <Link
                    href={item.href}
                    aria-current={active ? "page" : undefined}
                    onClick={onNavigate}
                    className={cn(
                      "relative flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1 text-ink hover:bg-hover",
                      active &&
                        "bg-accent-soft font-medium text-accent-ink before:absolute before:inset-y-2 before:left-0 before:w-0.75 before:rounded-full before:bg-accent hover:bg-accent-soft",
                    )}
                  >
                    <item.icon aria-hidden className={cn("size-4 shrink-0", !active && "text-muted")} />
                    {t(`nav.${item.label}`)}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
