"use client";

import { useTranslations } from "next-intl";
import type { UpdateEvent } from "@/lib/updates/model";

/** Returns the function that says an event of a package in the reader's language. */
export function useEventText(): (event: Pick<UpdateEvent, "code" | "params">) => string {
  const t = useTranslations("updates.events");
  return ({ code, params }) => (t.has(code) ? t(code, params) : code);
}
