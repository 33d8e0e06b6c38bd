"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Result } from "@/lib/result";
import { AzureSignInPanel } from "../azure-services/azure-sign-in-panel";
import type { OperationPlace } from "../azure-services/operation-progress";
import { useAzureSignIn } from "../azure-services/use-azure-sign-in";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { useCommand } from "../ui/use-command";
import { OperationDialog } from "./operation-dialog";

interface SignInDialogProps {
  title: string;
  text: string;
  /** Which administrator it takes. */
  who: string;
  /** The verb of the dialog. */
  run: string;
  refused: string;
  doneTitle: string;
  doneText: string;
  place: OperationPlace;
  /** Begins the operation with what `input` makes of the sign-in. */
  action(input: unknown): Promise<Result<{ operationId: string }>>;
  input(signInId: string | null): Record<string, unknown>;
  onClose(): void;
  /** What is asked before the sign-in. */
  children?: ReactNode;
}

/** An administrator of Azure signs in, then an operation is begun in his name and followed. */
export function SignInDialog({ place, action, input, onClose, children, ...words }: SignInDialogProps) {
  const common = useTranslations("common");
  const signInFirst = useTranslations("azureServicesPage.signIn")("first");
  const azure = useAzureSignIn(place.environmentId, place.tenantId);
  const [operationId, setOperationId] = useState<string | null>(null);
  const command = useCommand(action, {
    quiet: true,
    onSuccess: (value) => setOperationId(value.operationId),
  });
  if (operationId)
    return <OperationDialog {...words} operationId={operationId} place={place} onClose={onClose} />;
  const giveUp = () => {
    azure.cancel();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={giveUp}
      title={words.title}
      description={words.text}
      footer={
        <>
          <Button onClick={giveUp}>{common("cancel")}</Button>
          <Button
            variant="primary"
            pending={command.pending}
            disabledReason={azure.signInId ? undefined : signInFirst}
            onClick={() => command.run(input(azure.signInId))}
          >
            {words.run}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pb-2">
        {children}
        <AzureSignInPanel azure={azure} methods={place.methods} who={words.who} />
        {command.failure ? (
          <Banner tone="danger" live title={words.refused}>
            <FailureMessage failure={command.failure} />
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
