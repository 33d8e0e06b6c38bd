"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { type Explained, stoppedBy, useWhyNot } from "./use-why-not";

/** The column *Reason*: the first of a package's reasons; its page and the exported file have all. */
export function ReasonCell({ update }: { update: Explained }) {
  const t = useTranslations("updatesPage.table");
  const [first, ...others] = useWhyNot()(update);
  if (!first) return null;
  return (
    <p className={cn("wrap-anywhere text-sm", stoppedBy(update) ? "line-clamp-3 text-danger" : "text-muted")}>
      {first} {others.length > 0 ? t("moreReasons", { count: others.length }) : null}
    </p>
  );
}
