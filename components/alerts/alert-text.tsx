"use client";

import { useTranslations } from "next-intl";
import type { AlertRow } from "@/lib/status/model";
import { useFailureText } from "../ui/failure-message";

export interface AlertText {
  title: string;
  cause: string;
  /** The failure behind it in its own words, where the alert names one. */
  reason: string | null;
  /** What mends it. */
  cure: string;
}

/** Returns the function that says an alert in the reader's language. */
export function useAlertText(): (alert: Pick<AlertRow, "code" | "params" | "objectId">) => AlertText {
  const t = useTranslations("status.alerts");
  const unknown = useTranslations("overview.alertsPage");
  const failureText = useFailureText();
  return ({ code, params, objectId }) => {
    // An alert of a later version of the product has no sentence here yet.
    if (!t.has(`${code}.title`))
      return { title: unknown("unknownCode", { code }), cause: objectId, reason: null, cure: "" };
    return {
      title: t(`${code}.title`, params),
      cause: t(`${code}.cause`, params),
      reason: typeof params.reason === "string" ? failureText({ code: params.reason, params }) : null,
      cure: t(`${code}.cure`, params),
    };
  };
}
