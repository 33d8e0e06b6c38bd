"use client";

import { Cloud, CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import type { Mode } from "@/lib/hierarchy/model";
import { SelectField } from "../../ui/field";
import { RadioCards } from "../../ui/radio-cards";
import type { InstallChoices } from "./choices";

const ICONS = { online: Cloud, offline: CloudOff } as const satisfies Record<Mode, unknown>;
const MODES = ["online", "offline"] as const satisfies readonly Mode[];

/** Page *Service Connection Point*: the mode it starts in, and its cloud. */
export function RolePage({
  environments,
  choices,
  error,
  onChoose,
}: {
  environments: readonly AzureEnvironmentChoice[];
  choices: InstallChoices;
  error: string | undefined;
  onChoose(change: Partial<InstallChoices>): void;
}) {
  const t = useTranslations("roleInstall.role");
  const modes = useTranslations("role.modes");
  return (
    <div className="space-y-5">
      <RadioCards<Mode>
        legend={t("mode")}
        value={choices.mode}
        onChange={(mode) => onChoose({ mode })}
        options={MODES.map((value) => {
          const Icon = ICONS[value];
          return {
            value,
            icon: <Icon aria-hidden className="size-4" />,
            title: modes(`${value}.title`),
            children: <p>{modes(`${value}.updates`)}</p>,
          };
        })}
      />
      <SelectField
        label={t("environment")}
        hint={t("environmentHint")}
        error={error}
        value={choices.environmentId ?? ""}
        onChange={(event) => onChoose({ environmentId: event.target.value || null })}
        className="max-w-md"
      >
        <option value="">{t("choose")}</option>
        {environments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
