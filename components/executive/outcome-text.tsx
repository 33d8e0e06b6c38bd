"use client";

import { useTranslations } from "next-intl";
import { useFailureText } from "@/components/ui/failure-message";
import type { ComponentRow } from "@/lib/executive/model";

type ComponentCommand = NonNullable<ComponentRow["lastCommand"]>;

/**
 * Returns the function that says in few words how a command stands: waiting, under way, done with its outcome,
 * or failed.
 */
export function useOutcomeText(): (command: ComponentCommand) => string {
  const t = useTranslations("componentsPage");
  return (command) => {
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
      case "failed":
        return t("ended.failed", { operation });
    }
  };
}

/** Returns the function that says why a component's last command failed, with the cure; null if it did not. */
export function useCommandFailure(): (row: Pick<ComponentRow, "component" | "lastCommand">) => string | null {
  const failureText = useFailureText();
  return ({ component, lastCommand }) =>
    lastCommand?.state === "failed"
      ? failureText({ code: lastCommand.outcome ?? "unknown", params: { component } })
      : null;
}
