"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Mode, RoleStatus } from "@/lib/hierarchy/model";
import type { Result } from "@/lib/result";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { ModeBadge } from "./mode-badge";
import { ModeCards } from "./mode-cards";

type Role = NonNullable<RoleStatus["role"]>;

/** The mode of operation: chosen here, effective when SMS_DMP_DOWNLOADER has restarted. */
export function ModeForm({
  role,
  changeMode,
}: {
  role: Role;
  changeMode(input: unknown): Promise<Result<unknown>>;
}) {
  const t = useTranslations();
  const denied = useDeniedReason()("mode.change");
  const [chosen, setChosen] = useState<Mode | null>(null);
  const [asking, setAsking] = useState(false);
  const { run, pending } = useCommand(changeMode, {
    success: t("role.mode.saved"),
    onSuccess() {
      setAsking(false);
      setChosen(null);
    },
  });
  const mode = chosen ?? role.configuredMode;
  const unchanged = mode === role.configuredMode;
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <div className="min-w-0 lg:col-span-2">
        <Card title={t("role.mode.title")} description={t("role.mode.hint")}>
          <ModeCards
            legend={<span className="sr-only">{t("role.mode.title")}</span>}
            value={mode}
            onChange={setChosen}
            disabled={denied !== undefined}
          />
          <div className="mt-4 flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              disabledReason={denied ?? (unchanged ? t("role.mode.unchanged") : undefined)}
              onClick={() => setAsking(true)}
            >
              {t("common.apply")}
            </Button>
            {unchanged ? null : (
              <Button variant="ghost" onClick={() => setChosen(null)}>
                {t("common.cancel")}
              </Button>
            )}
          </div>
        </Card>
      </div>
      <Card title={t("role.mode.state")}>
        <KeyValueList
          items={[
            { label: t("role.facts.configuredMode"), value: <ModeBadge mode={role.configuredMode} /> },
            {
              label: t("role.facts.configuredAt"),
              value: (
                <>
                  <RelativeTime at={role.configuredModeAt} />, {role.configuredModeBy}
                </>
              ),
            },
            { label: t("role.facts.runningMode"), value: <ModeBadge mode={role.runningMode} /> },
            ...(role.runningModeSince
              ? [{ label: t("role.facts.runningSince"), value: <RelativeTime at={role.runningModeSince} /> }]
              : []),
          ]}
        />
      </Card>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t(`role.modes.${mode}.confirmTitle`)}
        description={t(`role.modes.${mode}.confirmText`)}
        confirmLabel={t(`role.modes.${mode}.confirm`)}
        pending={pending}
        onConfirm={() => run({ mode })}
      />
    </div>
  );
}
