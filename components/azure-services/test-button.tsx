"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { testConnectionAction } from "@/app/(portal)/azure-services/actions";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { useFailureText } from "../ui/failure-message";
import { useToast } from "../ui/toast";
import { useCommand } from "../ui/use-command";

/** **Test**: asks Azure now, and says what it answered. */
export function TestButton({
  service: { id, name, type, state },
}: {
  service: Pick<ServiceRow, "id" | "name" | "type" | "state">;
}) {
  const t = useTranslations("azureServicesPage.test");
  const denied = useDeniedReason()(SERVICE_RULES[type].action);
  const [operationId, setOperationId] = useState<string | null>(null);
  const test = useCommand(testConnectionAction, { onSuccess: (value) => setOperationId(value.operationId) });
  useTold(operationId, name, () => setOperationId(null));
  return (
    <Button
      size="sm"
      aria-label={t("label", { name })}
      pending={test.pending || operationId !== null}
      disabledReason={denied ?? (state === "offline" ? t("offline") : undefined)}
      onClick={() => test.run({ serviceId: id })}
    >
      {t("test")}
    </Button>
  );
}

/** Says the outcome of a test as a passing message, once. */
function useTold(operationId: string | null, name: string, onOver: () => void): void {
  const t = useTranslations("azureServicesPage.test");
  const toast = useToast();
  const failureText = useFailureText();
  const { data } = useLiveQuery("getOperation", { operationId }, { enabled: operationId !== null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the operation is over
  useEffect(() => {
    if (!operationId || data?.id !== operationId || !isOver(data)) return;
    toast(
      data.state === "complete" && !data.failure
        ? { tone: "success", title: t("works", { name }) }
        : {
            tone: "danger",
            title: t("fails", { name }),
            description: data.failure ? failureText(data.failure) : undefined,
          },
    );
    onOver();
  }, [operationId, data]);
}

const isOver = ({ state }: OperationView) =>
  state === "complete" || state === "failed" || state === "stopped";
