"use client";

import { Mail, Webhook } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { addNotificationTargetAction, changeNotificationTargetAction } from "@/app/(portal)/settings/actions";
import type { NotificationTarget } from "@/lib/notifications/list-notification-targets";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { FailureMessage } from "../../ui/failure-message";
import { SelectField, TextField } from "../../ui/field";
import { RadioCards } from "../../ui/radio-cards";
import { useCommand } from "../../ui/use-command";

/**
 * Adds a target, or changes one.
 * @param target null: a new one
 */
export function TargetDialog({ target, onClose }: { target: NotificationTarget | null; onClose(): void }) {
  const t = useTranslations("notificationsPage.targets");
  const hints = useTranslations("notifications.hints");
  const common = useTranslations("common");
  const locale = useLocale();
  const [kind, setKind] = useState<NotificationTarget["kind"]>(target?.kind ?? "e-mail");
  const [address, setAddress] = useState(target?.address ?? "");
  const [language, setLanguage] = useState<NotificationTarget["language"]>(
    target?.language ?? (locale === "de" ? "de" : "en"),
  );
  const [secret, setSecret] = useState("");
  const options = { quiet: true, success: t("saved"), onSuccess: onClose };
  const add = useCommand(addNotificationTargetAction, options);
  const change = useCommand(changeNotificationTargetAction, options);
  const failure = add.failure ?? change.failure;
  const clear = () => {
    add.clear();
    change.clear();
  };
  const save = () =>
    target
      ? change.run({ id: target.id, address, language, ...(secret !== "" && { secret }) })
      : add.run({ kind, address, language, secret: kind === "webhook" && secret !== "" ? secret : null });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(target ? "editTitle" : "addTitle")}
      description={t("text")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button variant="primary" pending={add.pending || change.pending} onClick={save}>
            {t(target ? "save" : "add")}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pb-2">
        {target ? null : (
          <RadioCards
            legend={t("kind")}
            value={kind}
            onChange={(next) => {
              clear();
              setKind(next);
            }}
            options={[
              {
                value: "e-mail",
                title: t("kinds.e-mail"),
                icon: <Mail aria-hidden className="size-4.5 text-muted" />,
                children: hints("e-mail"),
              },
              {
                value: "webhook",
                title: t("kinds.webhook"),
                icon: <Webhook aria-hidden className="size-4.5 text-muted" />,
                children: hints("webhook"),
              },
            ]}
          />
        )}
        <TextField
          label={t(`addresses.${kind}`)}
          value={address}
          type={kind === "e-mail" ? "email" : "url"}
          autoComplete="off"
          spellCheck={false}
          error={failure?.field === "address" ? <FailureMessage failure={failure} /> : undefined}
          onChange={(event) => {
            clear();
            setAddress(event.target.value);
          }}
        />
        <SelectField
          label={t("language")}
          value={language}
          onChange={(event) => setLanguage(event.target.value === "de" ? "de" : "en")}
        >
          <option value="en">{t("languages.en")}</option>
          <option value="de">{t("languages.de")}</option>
        </SelectField>
        {kind === "webhook" ? (
          <TextField
            label={t("secret")}
            hint={t(target?.isSigned ? "secretKept" : "secretHint")}
            type="password"
            autoComplete="off"
            data-1p-ignore
            data-lpignore
            value={secret}
            error={failure?.field === "secret" ? <FailureMessage failure={failure} /> : undefined}
            onChange={(event) => {
              clear();
              setSecret(event.target.value);
            }}
          />
        ) : null}
        {failure && failure.field !== "address" && failure.field !== "secret" ? (
          <p role="alert" className="text-danger text-sm">
            <FailureMessage failure={failure} />
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
