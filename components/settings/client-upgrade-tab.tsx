"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { HierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { FailureMessage } from "../ui/failure-message";
import { CheckboxField, TextField } from "../ui/field";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import type { SettingsCommands } from "./settings-commands";

interface TabProps {
  settings: HierarchySettings;
  commands: Pick<SettingsCommands, "setClientUpgrade" | "promoteClient">;
}

/** Client piloting: who tries the next client, and when it becomes the client of all. */
export function ClientUpgradeTab({ settings, commands }: TabProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <PilotingForm
        key={`${settings.preProductionUpgrade}-${settings.preProductionCollection}`}
        settings={settings}
        command={commands.setClientUpgrade}
      />
      <Clients settings={settings} command={commands.promoteClient} />
    </div>
  );
}

function PilotingForm({
  settings,
  command,
}: {
  settings: HierarchySettings;
  command: SettingsCommands["setClientUpgrade"];
}) {
  const t = useTranslations("settings.page.clientUpgrade");
  const common = useTranslations("common");
  const denied = useDeniedReason()("client.promote");
  const [upgrade, setUpgrade] = useState(settings.preProductionUpgrade);
  const [collection, setCollection] = useState(settings.preProductionCollection ?? "");
  const { run, pending, failure } = useCommand(command, { success: t("saved"), quiet: true });
  const missing = upgrade && collection.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!denied && !missing) run({ preProductionUpgrade: upgrade, collection: collection.trim() || null });
  };
  return (
    <Card title={t("pilotTitle")} description={t("pilotHint")}>
      <form onSubmit={submit} className="space-y-4">
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        <CheckboxField
          label={t("upgrade")}
          hint={t("upgradeHint")}
          disabled={denied !== undefined}
          checked={upgrade}
          onChange={(event) => setUpgrade(event.target.checked)}
        />
        <TextField
          label={t("collection")}
          hint={t("collectionHint")}
          maxLength={255}
          disabled={denied !== undefined}
          value={collection}
          error={missing ? t("collectionMissing") : undefined}
          onChange={(event) => setCollection(event.target.value)}
        />
        <Button type="submit" variant="primary" pending={pending} disabledReason={denied}>
          {common("apply")}
        </Button>
      </form>
    </Card>
  );
}

function Clients({
  settings,
  command,
}: {
  settings: HierarchySettings;
  command: SettingsCommands["promoteClient"];
}) {
  const t = useTranslations("settings.page.clientUpgrade");
  const common = useTranslations("common");
  const denied = useDeniedReason()("client.promote");
  const [asking, setAsking] = useState(false);
  const next = settings.preProductionClientVersion;
  const { run, pending, failure } = useCommand(command, {
    success: t("promoted", { version: next ?? "" }),
    onSuccess: () => setAsking(false),
    quiet: true,
  });
  const none = next === null ? t("nothingToPromote") : undefined;
  return (
    <Card title={t("clientsTitle")} description={t("clientsHint")}>
      <KeyValueList
        items={[
          { label: t("production"), value: settings.productionClientVersion ?? common("unknown") },
          {
            label: t("preProduction"),
            value: next ? (
              <>
                {next}
                {settings.preProductionClientAt ? (
                  <span className="text-muted">
                    {", "}
                    {t("since")} <AbsoluteTime at={settings.preProductionClientAt} />
                  </span>
                ) : null}
              </>
            ) : (
              common("none")
            ),
          },
          ...(settings.clientPromotedAt
            ? [
                {
                  label: t("lastPromoted"),
                  value: (
                    <>
                      <AbsoluteTime at={settings.clientPromotedAt} />, {settings.clientPromotedBy}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <div className="mt-4">
        <Button disabledReason={denied ?? none} onClick={() => setAsking(true)}>
          {t("promote")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("promoteTitle", { version: next ?? "" })}
        description={t("promoteText")}
        confirmLabel={t("promoteConfirm")}
        pending={pending}
        onConfirm={() => run({})}
      >
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
      </ConfirmDialog>
    </Card>
  );
}
