"use client";

import { useTranslations } from "next-intl";
import { useSizes } from "@/components/ui/sizes";
import type { UpdateEvent } from "@/lib/updates/model";

/** Returns the function that says an event of a package in the reader's language. */
export function useEventText(): (event: Pick<UpdateEvent, "code" | "params">) => string {
  const t = useTranslations("updates.events");
  const sizes = useSizes();
  return ({ code, params }) => {
    if (!t.has(code)) return code;
    const { bytes } = params;
    return t(code, typeof bytes === "number" ? { ...params, bytes: sizes.bytes(bytes) } : params);
  };
}
