"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { retryOperationAction, undoOperationAction } from "@/app/(portal)/azure-services/actions";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import { useLiveQuery } from "../live/use-live-query";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { FailureMessage } from "../ui/failure-message";
import { AbsoluteTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { AzureSignInPanel } from "./azure-sign-in-panel";
import { Leftovers } from "./leftovers";
import { OperationSteps, useStepName } from "./operation-steps";
import { useAzureSignIn } from "./use-azure-sign-in";

/** The cloud an operation is in, and who may sign in to go on with it. */
export interface OperationPlace {
  environmentId: string;
  tenantId: string | null;
  methods: readonly ("device-code" | "redirect")[];
}

/**
 * An operation in Azure, followed live: its steps, what went wrong and what can be done about it.
 * @param onOver called once, when nothing follows any more
 */
export function OperationProgress({
  operationId,
  place,
  onOver,
  mendedInForm,
}: {
  operationId: string;
  place: OperationPlace;
  onOver?(operation: OperationView): void;
  /** Codes of failures that no retry can help, but another entry in the form that began it. */
  mendedInForm?: readonly string[];
}) {
  const t = useTranslations("azureServicesPage.operation");
  const { data: operation } = useLiveQuery("getOperation", { operationId });
  const told = useRef(false);
  useEffect(() => {
    if (!operation || told.current) return;
    if (operation.state !== "complete" && operation.state !== "failed") return;
    told.current = true;
    onOver?.(operation);
  }, [operation, onOver]);
  if (!operation) return <p className="text-muted">{t("loading")}</p>;
  return (
    <div className="space-y-4">
      <Announcer operation={operation} />
      <OperationSteps operation={operation} />
      <OperationOutcome operation={operation} place={place} mendedInForm={mendedInForm} />
    </div>
  );
}

/** Failure, leftovers and the ways on. */
export function OperationOutcome({
  operation,
  place,
  mendedInForm = [],
}: {
  operation: OperationView;
  place: OperationPlace;
  mendedInForm?: readonly string[];
}) {
  const t = useTranslations("azureServicesPage.operation");
  const { state, failure, leftovers, notBefore } = operation;
  return (
    <>
      {failure ? (
        <Banner tone={state === "complete" ? "warning" : "danger"} live title={t(`failed.${state}`)}>
          <FailureMessage failure={failure} />
        </Banner>
      ) : null}
      {state === "running" && notBefore && notBefore > new Date() ? (
        <p className="text-muted">
          {t.rich("waitsUntil", { time: () => <AbsoluteTime at={notBefore} style="zoned" /> })}
        </p>
      ) : null}
      <Leftovers leftovers={leftovers} />
      {state === "stopped" && failure && mendedInForm.includes(failure.code) ? (
        <Undo operationId={operation.id} label={t("undoAndCorrect")} primary />
      ) : state === "stopped" ? (
        <Decide operation={operation} />
      ) : null}
      {state === "sign-in-needed" ? <SignInAgain operation={operation} place={place} /> : null}
    </>
  );
}

function Decide({ operation }: { operation: OperationView }) {
  const t = useTranslations("azureServicesPage.operation");
  const retry = useCommand(retryOperationAction);
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        variant="primary"
        pending={retry.pending}
        onClick={() => retry.run({ operationId: operation.id, signInId: null })}
      >
        {t("retry")}
      </Button>
      <Undo operationId={operation.id} />
    </div>
  );
}

function Undo({
  operationId,
  label,
  primary = false,
}: {
  operationId: string;
  label?: string;
  primary?: boolean;
}) {
  const t = useTranslations("azureServicesPage.operation");
  const undo = useCommand(undoOperationAction);
  return (
    <Button
      variant={primary ? "primary" : "secondary"}
      pending={undo.pending}
      onClick={() => undo.run({ operationId })}
    >
      {label ?? t("undo")}
    </Button>
  );
}

/** The executive lost the administrator, e.g. by a restart: somebody signs in anew, and it goes on where it was. */
function SignInAgain({ operation, place }: { operation: OperationView; place: OperationPlace }) {
  const t = useTranslations("azureServicesPage.operation");
  const signInFirst = useTranslations("azureServicesPage.signIn")("first");
  const azure = useAzureSignIn(place.environmentId, place.tenantId);
  const retry = useCommand(retryOperationAction);
  return (
    <div className="space-y-3">
      <AzureSignInPanel azure={azure} methods={place.methods} who={t("signInAgain")} />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          pending={retry.pending}
          disabledReason={azure.signInId ? undefined : signInFirst}
          onClick={() => retry.run({ operationId: operation.id, signInId: azure.signInId })}
        >
          {t("goOn")}
        </Button>
        <Undo operationId={operation.id} />
      </div>
    </div>
  );
}

/** Says each step once, for those who do not see the list. */
function Announcer({ operation }: { operation: OperationView }) {
  const t = useTranslations("azureServicesPage.operation");
  const stepName = useStepName();
  const { steps, state } = operation;
  const at = steps.findIndex((step) => step.state === "running");
  const step = steps[at];
  return (
    <p role="status" className="sr-only">
      {step
        ? t("announce", { step: stepName(step.id), number: at + 1, total: steps.length })
        : t(`states.${state}`)}
    </p>
  );
}
