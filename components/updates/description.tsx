"use client";

import { useLocale } from "next-intl";
import type { UpdateDetail } from "@/lib/updates/model";

/** The publisher's text in the reader's language, marked as English where there is no other. */
export function Description({ update }: { update: Pick<UpdateDetail, "description"> }) {
  const locale = useLocale();
  const german = locale === "de" ? update.description.de : undefined;
  return german ? <span lang="de">{german}</span> : <span lang="en">{update.description.en}</span>;
}
