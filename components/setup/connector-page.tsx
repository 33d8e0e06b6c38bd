"use client";

import { useTranslations } from "next-intl";
import { ModeCards } from "@/components/role/mode-cards";
import { CheckboxField, SelectField, TextField } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { SetupPageProps } from "./setup-wizard";

/** Page *Service Connection Point Setup*. */
export function ConnectorPage(props: SetupPageProps) {
  const t = useTranslations("setup.connector");
  const { draft, onChange } = props;
  return (
    <div className="space-y-5">
      <p className="max-w-prose">{t("text")}</p>
      <RadioCards<"now" | "later">
        legend={t("when")}
        value={draft.input.cloudConnector ? "now" : "later"}
        onChange={(when) => onChange({ cloudConnector: when === "now" })}
        options={[
          { value: "now", title: t("now"), children: t("nowText") },
          { value: "later", title: t("later"), children: t("laterText") },
        ]}
      />
      {draft.input.cloudConnector ? <RoleFields {...props} /> : null}
    </div>
  );
}

function RoleFields({ draft: { input, options }, onChange, errorOf }: SetupPageProps) {
  const t = useTranslations("setup.connector");
  return (
    <>
      <TextField
        className="max-w-lg"
        label={t("server")}
        hint={t("serverHint")}
        error={errorOf("cloudConnectorServer")}
        value={input.cloudConnectorServer}
        required
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ cloudConnectorServer: event.target.value })}
      />
      <ModeCards legend={t("mode")} value={input.mode} onChange={(mode) => onChange({ mode })} />
      <SelectField
        className="max-w-lg"
        label={t("cloud")}
        hint={t("cloudHint")}
        error={errorOf("environmentId")}
        value={input.environmentId}
        onChange={(event) => onChange({ environmentId: event.target.value })}
      >
        {options?.environments.map(({ id, name, publishesCatalogue }) => (
          <option key={id} value={id}>
            {publishesCatalogue ? t("withCatalogue", { name }) : name}
          </option>
        ))}
      </SelectField>
      <CheckboxField
        label={t("proxy")}
        hint={t("proxyHint")}
        checked={input.useProxy}
        onChange={(event) => onChange({ useProxy: event.target.checked })}
      />
      {input.useProxy ? (
        <div className="grid max-w-lg gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
          <TextField
            label={t("proxyName")}
            error={errorOf("proxyName")}
            value={input.proxyName}
            required
            maxLength={253}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ proxyName: event.target.value })}
          />
          <TextField
            label={t("proxyPort")}
            error={errorOf("proxyPort")}
            value={input.proxyPort || ""}
            required
            inputMode="numeric"
            maxLength={5}
            autoComplete="off"
            onChange={(event) => onChange({ proxyPort: Number(event.target.value.replace(/\D/g, "")) })}
          />
        </div>
      ) : null}
    </>
  );
}
