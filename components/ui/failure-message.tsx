"use client";

import { useMessages, useTranslations } from "next-intl";
import type { FailureParams } from "@/lib/result";

/** A failure as it crosses from a use case to the page. */
export interface ShownFailure {
  code: string;
  params?: FailureParams;
}

/** What a use case refused, what failed at its work, and what a step has to say without having failed. */
const KINDS = ["failures", "errors", "details"] as const;

/**
 * Returns the function that says a failure in the reader's language. The sentence of a code lies in the
 * messages of its domain, under one of {@link KINDS}; a code without one is shown with a general sentence.
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
    const keys = KINDS.flatMap((kind) => areas.map((area) => `${area}.${kind}.${code}`));
    const key = keys.find((candidate) => t.has(candidate));
    return key ? t(key, values) : t("common.unknownFailure", { code });
  };
}

export function FailureMessage({ failure }: { failure: ShownFailure }) {
  return <>{useFailureText()(failure)}</>;
}
