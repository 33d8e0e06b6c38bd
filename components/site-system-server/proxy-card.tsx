"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { configureProxyAction, testProxyAction } from "@/app/(portal)/endpoints/actions";
import { decidingLayer } from "@/lib/connectivity/endpoints/model";
import { LayerStrip } from "../endpoints/layer-look";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FailureMessage } from "../ui/failure-message";
import { CheckboxField, TextField } from "../ui/field";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";

/** Reference/role.md §10. */
const USUAL_PORT = 80;

const FIELDS = ["host", "port", "userName", "password"] as const;

/** The one proxy of a server, as the product's tab has it. The password of its account is written only. */
export function ProxyCard({ serverId, serverFqdn, hasKey, proxy, test }: QueryValue<"getProxy">) {
  const t = useTranslations("endpointsPage.proxy");
  const denied = useDeniedReason()("proxy.manage");
  const [values, setValues] = useState({
    enabled: proxy?.enabled ?? false,
    host: proxy?.host ?? "",
    port: String(proxy?.port ?? USUAL_PORT),
    withAccount: proxy !== null && proxy.userName !== null,
    userName: proxy?.userName ?? "",
    password: "",
  });
  const save = useCommand(configureProxyAction, { quiet: true, success: t("saved") });
  const asking = useCommand(testProxyAction);
  const { failure } = save;
  const change = (changed: Partial<typeof values>) => {
    save.clear();
    setValues((old) => ({ ...old, ...changed }));
  };
  const field = (name: (typeof FIELDS)[number]) => ({
    label: t(name),
    value: values[name],
    autoComplete: "off",
    spellCheck: false,
    disabled: denied !== undefined,
    error: failure?.field === name ? <FailureMessage failure={failure} /> : undefined,
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (denied) return;
    const { enabled, host, port, withAccount, userName, password } = values;
    save.run({
      serverId,
      enabled,
      host,
      port: Number(port),
      userName: withAccount ? userName : null,
      password: withAccount ? password || null : null,
    });
  };
  return (
    <Card title={t("title")} description={t("text", { server: serverFqdn })}>
      <form noValidate className="space-y-4" onSubmit={submit}>
        {proxy?.password === "renewal-required" ? (
          <Banner tone="warning" title={t("renewalTitle")}>
            <p>{t("renewalText")}</p>
          </Banner>
        ) : null}
        <CheckboxField
          label={t("enabled")}
          checked={values.enabled}
          disabled={denied !== undefined}
          onChange={(event) => change({ enabled: event.target.checked })}
        />
        <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
          <TextField {...field("host")} hint={t("hostHint")} />
          <TextField {...field("port")} inputMode="numeric" />
        </div>
        <CheckboxField
          label={t("withAccount")}
          hint={t("withAccountHint")}
          checked={values.withAccount}
          disabled={denied !== undefined}
          onChange={(event) => change({ withAccount: event.target.checked })}
        />
        {values.withAccount ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField {...field("userName")} />
            <TextField
              {...field("password")}
              type="password"
              data-1p-ignore
              data-lpignore
              hint={proxy?.password === "kept" ? t("passwordKept") : t("passwordHint")}
            />
          </div>
        ) : null}
        {values.withAccount && !hasKey ? <p className="text-muted text-sm">{t("noKey")}</p> : null}
        {failure && !FIELDS.some((one) => one === failure.field) ? (
          <p role="alert" className="text-danger text-sm">
            <FailureMessage failure={failure} />
          </p>
        ) : null}
        <p className="text-muted text-sm">{t("mailHint")}</p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" pending={save.pending} disabledReason={denied}>
            {t("save")}
          </Button>
          {proxy?.enabled ? (
            <Button
              pending={asking.pending || test?.state === "waiting" || test?.state === "running"}
              disabledReason={denied}
              onClick={() => asking.run({ serverId })}
            >
              {t("test")}
            </Button>
          ) : null}
          {proxy ? (
            <p className="text-muted text-sm">
              {t("changedBy", { name: proxy.changedBy })} <RelativeTime at={proxy.changedAt} />
            </p>
          ) : null}
        </div>
        {proxy?.enabled && test ? <TestResult test={test} /> : null}
      </form>
    </Card>
  );
}

function TestResult({ test }: { test: NonNullable<QueryValue<"getProxy">["test"]> }) {
  const t = useTranslations("endpointsPage.proxy");
  const { result, failure, finishedAt } = test;
  const decided = result && decidingLayer(result.layers);
  return (
    <div role="status" className="space-y-1.5 rounded-md border border-line bg-sunken px-3 py-2 text-sm">
      {finishedAt === null ? t("testing") : null}
      {failure ? <FailureMessage failure={failure} /> : null}
      {result && finishedAt ? (
        <>
          <p className="break-words text-muted">
            {t("testOf", { proxy: result.proxy, endpoint: result.endpoint })},{" "}
            <RelativeTime at={finishedAt} />
          </p>
          <LayerStrip layers={result.layers} />
          {decided?.code ? (
            <p className="break-words">
              <FailureMessage failure={{ code: decided.code, params: decided.params }} />
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
