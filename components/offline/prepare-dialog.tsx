"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { CheckboxField } from "../ui/field";
import { useSizes } from "../ui/sizes";
import { useCommand } from "../ui/use-command";
import type { OfflineCommands } from "./offline-commands";

/** Known from an earlier round trip, and without files yet. */
const CAN_BE_WANTED: ReadonlySet<number> = new Set([
  UPDATE_STATE.APPLICABILITY_SUCCESS,
  UPDATE_STATE.DOWNLOAD_FAILED,
]);

/** Asks which updates to bring beside those that the tool chooses. */
export function PrepareDialog({
  open,
  onOpenChange,
  command,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  command: OfflineCommands["prepare"];
}) {
  const t = useTranslations("offlinePage.prepare");
  const common = useTranslations("common");
  const sizes = useSizes();
  const [wants, setWants] = useState<readonly string[]>([]);
  const updates = useLiveQuery("listUpdates", {}, { enabled: open }).data ?? [];
  const choices = updates.filter(({ state }) => CAN_BE_WANTED.has(state));
  const prepare = useCommand(command, { success: t("requested"), onSuccess: () => onOpenChange(false) });
  const toggle = (guid: string, wanted: boolean) =>
    setWants((chosen) => (wanted ? [...chosen, guid] : chosen.filter((other) => other !== guid)));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("dialogTitle")}
      description={t("dialogText")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{common("cancel")}</Button>
          <Button variant="primary" pending={prepare.pending} onClick={() => prepare.run({ wants })}>
            {t("prepare")}
          </Button>
        </>
      }
    >
      {choices.length > 0 ? (
        <fieldset className="space-y-2">
          <legend className="mb-1 font-medium">{t("alsoBring")}</legend>
          {choices.map(({ packageGuid, name, totalBytes }) => (
            <CheckboxField
              key={packageGuid}
              label={name}
              hint={sizes.bytes(totalBytes)}
              checked={wants.includes(packageGuid)}
              onChange={(event) => toggle(packageGuid, event.target.checked)}
            />
          ))}
        </fieldset>
      ) : (
        <p className="text-muted">{t("nothingToChoose")}</p>
      )}
    </Dialog>
  );
}
