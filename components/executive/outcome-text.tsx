"use client";

import { useTranslations } from "next-intl";
import { useFailureText } from "@/components/ui/failure-message";
import type { ComponentRow } from "@/lib/executive/model";

type ComponentCommand = NonNullable<ComponentRow["lastCommand"]>;

/** Returns the function that says how a command stands: waiting, under way, done with its outcome, or failed. */
export function useOutcomeText(): (
  row: Pick<ComponentRow, "component">,
  command: ComponentCommand,
) => string {
  const t = useTranslations("componentsPage");
  const failureText = useFailureText();
  return ({ component }, command) => {
    const operation = t(`operations.${command.operation}`);
    switch (command.state) {
      case "pending":
        return t("underWay.waiting", { operation });
      case "taken":
        return t(`underWay.${command.operation}`);
      case "done": {
        const state = command.outcome ?? "unknown";
        return t("ended.done", {
          operation,
          outcome: t.has(`states.${state}`) ? t(`states.${state}`) : state,
        });
      }
      case "failed": {
        const outcome = failureText({ code: command.outcome ?? "unknown", params: { component } });
        return t("ended.failed", { operation, outcome });
      }
    }
  };
}
