"use client";

import { useMessages, useTranslations } from "next-intl";
import type { FailureParams } from "@/lib/result";

/** A failure as it crosses from a use case to the page. */
export interface ShownFailure {
  code: string;
  params?: FailureParams;
}

/**
 * Returns the function that says a failure in the reader's language. The sentence of a code lies in the
 * messages of its domain under `failures`; a code without one is shown with a general sentence.
 */
export function useFailureText(): (failure: ShownFailure) => string {
  const t = useTranslations();
  const areas = Object.keys(useMessages());
  return ({ code, params }) => {
    const values = Object.fromEntries(
      Object.entries(params ?? {}).map(([name, value]) => [
        name,
        typeof value === "boolean" ? String(value) : (value ?? ""),
      ]),
    );
    const area = areas.find((name) => t.has(`${name}.failures.${code}`));
    return area ? t(`${area}.failures.${code}`, values) : t("common.unknownFailure", { code });
  };
}

export function FailureMessage({ failure }: { failure: ShownFailure }) {
  return <>{useFailureText()(failure)}</>;
}
