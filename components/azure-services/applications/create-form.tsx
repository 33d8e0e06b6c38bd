"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { FailureMessage, type ShownFailure } from "@/components/ui/failure-message";
import { TextField } from "@/components/ui/field";
import { useCommand } from "@/components/ui/use-command";
import type { Result } from "@/lib/result";
import { AzureSignInPanel } from "../azure-sign-in-panel";
import type { AzureSignIn } from "../use-azure-sign-in";
import { AppFormDialog } from "./app-form-dialog";
import type { ApplicationFormProps } from "./application-dialog";
import { CreationDialog } from "./creation";

/** The hint under a field, by the name of its sentence. */
const HINTS = {
  name: null,
  homePageUrl: "homePageUrlHint",
  appIdUri: "appIdUriNewHint",
  replyUrl: "replyUrlHint",
} as const;

type Field = keyof typeof HINTS;

interface CreateFormProps<F extends Field>
  extends Pick<ApplicationFormProps, "environment" | "onBack" | "onClose" | "onDone"> {
  title: string;
  description: string;
  /** Which administrator it takes. */
  who: string;
  azure: AzureSignIn;
  /** Of the directory the app is made in; null while that is open. */
  tenantId: string | null;
  values: Readonly<Record<F, string>>;
  fields: readonly F[];
  onEdit(field: F, value: string): void;
  action(input: unknown): Promise<Result<{ operationId: string }>>;
  input(): Record<string, unknown>;
  /** The creation came to nothing, and the reader comes back to what he entered. */
  onAgain?(): void;
  /** Beside the fields. */
  select?: ReactNode;
  /** Below the sign-in. */
  children?: ReactNode;
}

/** What both dialogs that create an app share: fields, a sign-in, the creation and the way back from it. */
export function CreateForm<F extends Field>({
  title,
  azure,
  environment,
  tenantId,
  values,
  fields,
  onBack,
  onClose,
  ...props
}: CreateFormProps<F>) {
  const t = useTranslations("azureServicesPage.apps");
  const signInFirst = useTranslations("azureServicesPage.signIn")("first");
  const [refusal, setRefusal] = useState<ShownFailure | null>(null);
  const [operationId, setOperationId] = useState<string | null>(null);
  const create = useCommand(props.action, {
    quiet: true,
    onSuccess: (value) => setOperationId(value.operationId),
  });
  if (operationId) {
    return (
      <CreationDialog
        title={title}
        operationId={operationId}
        place={{ environmentId: environment.id, tenantId, methods: environment.signInMethods }}
        onClose={onClose}
        onDone={props.onDone}
        onAgain={(refused) => {
          azure.cancel();
          props.onAgain?.();
          setRefusal(refused);
          setOperationId(null);
        }}
      />
    );
  }
  const failure = create.failure ?? (refusal && { ...refusal, field: "appIdUri" });
  const isAtField = fields.some((field) => field === failure?.field);
  const giveUp = (then: () => void) => () => {
    azure.cancel();
    then();
  };
  return (
    <AppFormDialog
      title={title}
      description={props.description}
      okLabel={t("createNow")}
      okRefused={azure.signInId ? undefined : signInFirst}
      pending={create.pending}
      onOk={() => create.run({ ...values, ...props.input(), signInId: azure.signInId })}
      onBack={giveUp(onBack)}
      onClose={giveUp(onClose)}
    >
      <div className="space-y-4 pb-2">
        <div className="grid gap-4 sm:grid-cols-2">
          {fields.map((field) => {
            const name: Field = field;
            const hint = HINTS[name];
            return (
              <TextField
                key={field}
                label={t(`fields.${name}`)}
                hint={hint ? t(`fields.${hint}`) : undefined}
                value={values[field]}
                autoComplete="off"
                spellCheck={false}
                error={failure?.field === field ? <FailureMessage failure={failure} /> : undefined}
                onChange={(event) => {
                  create.clear();
                  setRefusal(null);
                  props.onEdit(field, event.target.value);
                }}
              />
            );
          })}
          {props.select}
        </div>
        <AzureSignInPanel azure={azure} methods={environment.signInMethods} who={props.who} />
        {props.children}
        {failure && !isAtField ? (
          <Banner tone="danger" live title={t("notCreated")}>
            <FailureMessage failure={failure} />
          </Banner>
        ) : null}
      </div>
    </AppFormDialog>
  );
}
