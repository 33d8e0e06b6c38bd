"use client";

import { Cloud, CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Mode } from "@/lib/hierarchy/model";
import { Badge } from "../ui/badge";
import { RadioCards } from "../ui/radio-cards";

const MODES = ["online", "offline"] as const satisfies readonly Mode[];
const ICONS = { online: Cloud, offline: CloudOff } as const;
const CONSEQUENCES = ["updates", "cloud"] as const;

/** The choice of the mode of operation, each with what it means. */
export function ModeCards({
  legend,
  value,
  onChange,
  disabled,
}: {
  legend: ReactNode;
  value: Mode;
  onChange(mode: Mode): void;
  disabled?: boolean;
}) {
  const t = useTranslations("role");
  return (
    <RadioCards<Mode>
      legend={legend}
      value={value}
      onChange={onChange}
      disabled={disabled}
      options={MODES.map((mode) => {
        const Icon = ICONS[mode];
        return {
          value: mode,
          icon: <Icon aria-hidden className="size-4" />,
          title: t(`modes.${mode}.title`),
          badge: mode === "online" ? <Badge tone="accent">{t("mode.recommended")}</Badge> : null,
          children: (
            <ul className="list-disc space-y-0.5 pl-4">
              {CONSEQUENCES.map((key) => (
                <li key={key}>{t(`modes.${mode}.${key}`)}</li>
              ))}
            </ul>
          ),
        };
      })}
    />
  );
}
