"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { setMailServerAction } from "@/app/(portal)/settings/actions";
import { useDeniedReason } from "../../shell/access";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { FailureMessage } from "../../ui/failure-message";
import { SelectField, TextField } from "../../ui/field";
import { RelativeTime } from "../../ui/relative-time";
import { useCommand } from "../../ui/use-command";

type MailServer = NonNullable<QueryValue<"getMailServer">>;

const SECURITIES = ["starttls", "tls", "none"] as const satisfies readonly MailServer["security"][];

/** Ports that a mail server usually listens at (RFC 6409, RFC 8314, RFC 5321). */
const USUAL_PORT = { starttls: 587, tls: 465, none: 25 } as const satisfies Record<
  MailServer["security"],
  number
>;

const FIELDS = ["host", "port", "security", "from", "userName", "password"] as const;
type FieldName = (typeof FIELDS)[number];

/** **Configure Email Notification**: the company's mail server. Its password is written only. */
export function MailServerCard({ server }: { server: MailServer | null }) {
  const t = useTranslations("notificationsPage.mail");
  const denied = useDeniedReason()("alerts.manage");
  const [values, setValues] = useState({
    host: server?.host ?? "",
    port: String(server?.port ?? USUAL_PORT.starttls),
    security: server?.security ?? ("starttls" as MailServer["security"]),
    from: server?.from ?? "",
    userName: server?.userName ?? "",
    password: "",
  });
  const save = useCommand(setMailServerAction, {
    quiet: true,
    success: t("saved"),
    onSuccess: () => setValues((old) => ({ ...old, password: "" })),
  });
  const { failure } = save;
  const isAtField = FIELDS.some((field) => field === failure?.field);
  const field = (name: Exclude<FieldName, "security">) => ({
    label: t(name),
    value: values[name],
    autoComplete: "off",
    spellCheck: false,
    disabled: denied !== undefined,
    error: failure?.field === name ? <FailureMessage failure={failure} /> : undefined,
    onChange: (event: { target: { value: string } }) => {
      save.clear();
      setValues((old) => ({ ...old, [name]: event.target.value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (denied) return;
    save.run({
      ...values,
      port: Number(values.port),
      userName: values.userName || null,
      password: values.password || null,
    });
  };
  return (
    <Card title={t("title")} description={t("text")}>
      <form noValidate className="space-y-4" onSubmit={submit}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField {...field("host")} />
          <TextField {...field("port")} inputMode="numeric" />
          <SelectField
            label={t("security")}
            value={values.security}
            disabled={denied !== undefined}
            error={failure?.field === "security" ? <FailureMessage failure={failure} /> : undefined}
            onChange={(event) => {
              const security = SECURITIES.find((one) => one === event.target.value) ?? "starttls";
              save.clear();
              setValues((old) => ({
                ...old,
                security,
                // A port somebody chose himself stays.
                port: old.port === String(USUAL_PORT[old.security]) ? String(USUAL_PORT[security]) : old.port,
              }));
            }}
          >
            {SECURITIES.map((security) => (
              <option key={security} value={security}>
                {t(`securities.${security}`)}
              </option>
            ))}
          </SelectField>
          <TextField {...field("from")} hint={t("fromHint")} type="email" />
          <TextField {...field("userName")} hint={t("userNameHint")} />
          <TextField
            {...field("password")}
            type="password"
            data-1p-ignore
            data-lpignore
            hint={server?.hasPassword ? t("passwordKept") : t("passwordHint")}
          />
        </div>
        {failure && !isAtField ? (
          <p role="alert" className="text-danger text-sm">
            <FailureMessage failure={failure} />
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" pending={save.pending} disabledReason={denied}>
            {t("save")}
          </Button>
          {server ? (
            <p className="text-muted text-sm">
              {t("changedBy", { name: server.changedBy })} <RelativeTime at={server.changedAt} />
            </p>
          ) : null}
        </div>
      </form>
    </Card>
  );
}
